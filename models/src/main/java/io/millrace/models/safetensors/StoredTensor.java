/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.safetensors;

import io.millrace.models.aggregation.shape.TensorShape;

/**
 * Where a tensor lies in a file.
 *
 * @param start first byte in the data behind the header
 * @param bytes how many
 */
public record StoredTensor(TensorShape shape, Dtype dtype, long start, long bytes) {}
