/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.drift;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What one run of one learner gave.
 *
 * @param instances tested and trained
 * @param accuracy share of right predictions
 * @param kappaM above the majority class before each instance
 * @param kappaT above the label before
 * @param instancesPerS tested and trained per second of the clock, or of the processors' time that
 *     the thread and the collector had, whichever was less
 * @param bytes of the learner in the end, as it is stored
 */
record RaceResult(
    @JsonProperty("instances") long instances,
    @JsonProperty("accuracy") double accuracy,
    @JsonProperty("kappa_m") double kappaM,
    @JsonProperty("kappa_t") double kappaT,
    @JsonProperty("instances_per_s") double instancesPerS,
    @JsonProperty("bytes") long bytes) {}
