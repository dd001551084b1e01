/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.soak;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How a series went on.
 *
 * @param of a process, a job, or empty for the cluster
 * @param secondTide mean over the second tide; of what merges make smaller, the least
 * @param lastTide the same of the last
 * @param perHour growth after the first tide, median over equal steps of the tides
 * @param flat whether it grew no more than {@link Measure#allowance}, and was seen to the end
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Trend(
    Measure measure, String of, double secondTide, double lastTide, double perHour, boolean flat) {}
