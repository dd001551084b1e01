/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.vector;

/**
 * A piece of a packed convolution: one to four vectors of output channels of one group.
 *
 * @param vectors 1 to 4
 * @param start where its biases lie among the packed floats, its weights right behind
 * @param inShift first input channel
 * @param outShift first output channel
 * @param lastShift the output channel at which the last vector begins: vectors overlap where the
 *     channels do not fill them
 * @param width output channels of the block
 * @param chunks into how many runs every sum is split
 */
record Block(
    int vectors, int start, int inShift, int outShift, int lastShift, int width, int chunks) {}
