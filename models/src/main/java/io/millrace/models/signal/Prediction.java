/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.signal;

/**
 * What a model says of one window.
 *
 * @param streamId the key
 * @param windowEnd number of the sample after the window's last
 * @param windowEndMillis event time of that sample, milliseconds since the epoch
 * @param outputs the network's outputs, flattened
 * @param label the most likely class, or null where the model has no labels
 * @param modelVersion which model spoke
 * @param warming whether the window is not yet filled with this stream's samples
 */
public record Prediction(
    String streamId,
    long windowEnd,
    long windowEndMillis,
    float[] outputs,
    String label,
    String modelVersion,
    boolean warming) {}
