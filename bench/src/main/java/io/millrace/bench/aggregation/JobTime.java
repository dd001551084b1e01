/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.aggregation;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What the job needs under a rule.
 *
 * @param values of the model; all updates have as many
 * @param mbS 10^6 bytes of updates per second, from the topic to announced versions, while enough
 *     of them wait
 * @param updatesS updates per second in the same time
 * @param cpuSPerGb processor time of this process, broker included, over 10^9 bytes of updates in
 *     the same time
 * @param cpuUsPerUpdate microseconds of it over the number of updates
 * @param publishMs from the broker's acknowledgement of the last part of a round's last update to
 *     the announcement of the version, median of the rounds; all other updates had been taken in
 * @param publishMostMs the most of them
 * @param lastUpdateMs from the beginning of sending the last update, median
 */
@JsonNaming(SnakeCaseStrategy.class)
public record JobTime(
    String rule,
    int workers,
    long values,
    int parallelism,
    int parts,
    double mbS,
    double updatesS,
    @JsonProperty("cpu_s_per_gb") double cpuSPerGb,
    double cpuUsPerUpdate,
    double publishMs,
    double publishMostMs,
    double lastUpdateMs) {}
