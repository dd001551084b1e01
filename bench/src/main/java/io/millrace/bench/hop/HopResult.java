/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.hop;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What a model's hop costs, and its full window elsewhere. Times are microseconds per stream, the
 * median of all rounds: a call's time divided by the batch.
 *
 * @param name of the model
 * @param batch streams, or windows, per call
 * @param usPerHop Millrace: advance by one hop and predict
 * @param usFullWindowOnnxruntime onnxruntime on the full window
 * @param usFullWindowDjl libtorch through DJL on the full window, null where it lacks an operator
 * @param speedup onnxruntime's time over Millrace's
 * @param idealSpeedup operations of the full window over those of a hop, head included
 * @param speedupOverIdeal the share of the ideal that is reached
 * @param speedupLow a tenth of the rounds has a lower speedup
 * @param speedupHigh a tenth of the rounds has a higher one
 * @param rounds of all contestants
 * @param maxAbsDiff of Millrace's outputs to onnxruntime's
 * @param maxAbsDiffDjl of libtorch's outputs to onnxruntime's
 * @param outputMagnitude the largest output, to judge differences by
 * @param stateBytesPerKey the plan's figure
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record HopResult(
    String name,
    int batch,
    double usPerHop,
    double usFullWindowOnnxruntime,
    Double usFullWindowDjl,
    double speedup,
    double idealSpeedup,
    double speedupOverIdeal,
    double speedupLow,
    double speedupHigh,
    int rounds,
    double maxAbsDiff,
    Double maxAbsDiffDjl,
    double outputMagnitude,
    long stateBytesPerKey) {}
