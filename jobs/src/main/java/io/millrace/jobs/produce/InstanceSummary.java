/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.produce;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What was sent.
 *
 * @param stream what was played
 * @param streams it was dealt to
 * @param instances that the brokers have taken
 * @param labels of these that went by themselves
 * @param seconds wall time
 * @param start event time of the first instance
 * @param interrupted whether somebody ended it before the stream did
 */
@JsonNaming(SnakeCaseStrategy.class)
public record InstanceSummary(
    String stream,
    String topic,
    String labelTopic,
    int streams,
    int delay,
    long instances,
    long labels,
    double seconds,
    double instancesPerSecond,
    String start,
    boolean interrupted) {}
