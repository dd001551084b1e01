/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.nrmse;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * How far one way of streaming a network lies from its full window.
 *
 * @param model name
 * @param streaming {@code signal-padding}, {@code signal-padding causal} or {@code approximate}
 * @param signal what was streamed
 * @param windows compared
 * @param nrmsePct per output, in percent
 * @param publishedPct StreamiNNC's figures for the network with their weights and data, or null
 * @param maxAbsDiff of any output
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record NrmseResult(
    String model,
    String streaming,
    String signal,
    int windows,
    double[] nrmsePct,
    double[] publishedPct,
    double maxAbsDiff) {}
