/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Streaming inference of 1-D convolutional networks: {@link io.millrace.models.cnn.StreamingCnn}
 * gives the predictions of a windowed network for the cost of the new samples only, with {@link
 * io.millrace.models.cnn.CnnState} as the memory of one stream. Sub-packages: the layer graph
 * ({@code net}), the analysis ({@code plan}), the execution ({@code step}).
 */
package io.millrace.models.cnn;
