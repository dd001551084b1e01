/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.health;

/**
 * How a job does, in figures; what is unknown is null.
 *
 * @param inRate records per second that come to its input topics
 * @param outRate results per second that leave it, committed
 * @param inTotal records that came since the dashboard began
 * @param outTotal results since then
 * @param newestMillis when the newest result was made, by the clock of the job's machine
 * @param silentSeconds time since the newest result, null before the first
 * @param deadLetters since the dashboard began, of its input topics
 * @param deadLettersLastMinute of these
 */
public record JobFigures(
    double inRate,
    double outRate,
    long inTotal,
    long outTotal,
    Long newestMillis,
    Double silentSeconds,
    Long latencyP50,
    Long latencyP99,
    Long lag,
    String flinkState,
    Double checkpointAgeSeconds,
    Long checkpointBytes,
    Long restarts,
    long deadLetters,
    long deadLettersLastMinute) {}
