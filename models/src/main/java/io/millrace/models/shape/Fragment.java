/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.shape;

/**
 * A stretch of one tensor; what one key of the job holds.
 *
 * @param index among all fragments of the model
 * @param tensor index of the tensor
 * @param offset first value inside the tensor, a multiple of {@link ModelShape#FRAGMENT}
 * @param length values, 1 to {@link ModelShape#FRAGMENT}
 */
public record Fragment(int index, int tensor, long offset, int length) {}
