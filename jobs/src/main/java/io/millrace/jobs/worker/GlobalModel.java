/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.worker;

import io.millrace.models.shape.ModelShape;
import java.util.List;

/**
 * A version of a model.
 *
 * @param name of the model, with its cohort
 * @param tensors one array per tensor
 * @param contributors workers whose updates made it
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, never compared
public record GlobalModel(
    String name, long version, ModelShape shape, float[][] tensors, List<String> contributors) {
  /** All tensors in a row, in order. */
  public float[] flat() {
    float[] flat = new float[Math.toIntExact(shape.values())];
    int at = 0;
    for (float[] tensor : tensors) {
      System.arraycopy(tensor, 0, flat, at, tensor.length);
      at += tensor.length;
    }
    return flat;
  }
}
