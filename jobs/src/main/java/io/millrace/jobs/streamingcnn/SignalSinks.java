/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.streamingcnn;

import io.millrace.models.signal.Frame;
import io.millrace.models.signal.Prediction;
import io.millrace.schemas.DeadLetter;
import org.apache.flink.api.connector.sink2.Sink;

/**
 * Where results go.
 *
 * @param late frames that came too late
 * @param deadLetters records that could not be processed
 */
public record SignalSinks(
    Sink<Prediction> predictions, Sink<Frame> late, Sink<DeadLetter> deadLetters) {}
