/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.safetensors;

import io.millrace.models.shape.TensorShape;

/**
 * Where a tensor lies in a file.
 *
 * @param start first byte in the data behind the header
 * @param bytes how many
 */
public record StoredTensor(TensorShape shape, Dtype dtype, long start, long bytes) {}
