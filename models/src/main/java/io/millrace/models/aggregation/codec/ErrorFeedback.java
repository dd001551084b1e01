/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.codec;

import io.millrace.models.shape.Fragment;
import io.millrace.models.shape.ModelShape;

/**
 * The memory of a sender: what a lossy codec left out of one update is added to the next
 * (Karimireddy et al., "Error feedback fixes SignSGD", 2019). For codecs that contract: topk,
 * randk-raw, int8, fp4, fp16, bf16. O(model) memory.
 */
public final class ErrorFeedback {
  private final ModelShape shape;
  private final Codec codec;
  private final float[][] left;
  private final float[] decoded = new float[ModelShape.FRAGMENT];

  /** Nothing left out so far. */
  public ErrorFeedback(ModelShape shape, Codec codec) {
    this.shape = shape;
    this.codec = codec;
    left = new float[shape.fragments()][];
  }

  /**
   * Encodes a fragment of an update together with what was left out of it before.
   *
   * @param values the tensor's values, not changed
   * @param at where the fragment begins in them
   */
  public Chunk encode(Fragment fragment, float[] values, int at, long seed) {
    int length = shape.fragment(fragment.index()).length();
    float[] memory = left[fragment.index()];
    if (memory == null) {
      memory = new float[length];
      left[fragment.index()] = memory;
    }
    for (int i = 0; i < length; i++) {
      memory[i] += values[at + i];
    }
    Chunk chunk = Chunk.encode(codec, fragment, memory, 0, seed);
    chunk.decode(decoded, 0);
    for (int i = 0; i < length; i++) {
      memory[i] -= decoded[i];
    }
    return chunk;
  }

  /** What is left out of a fragment at present; empty before its first update. */
  public float[] left(Fragment fragment) {
    float[] memory = left[fragment.index()];
    return memory == null ? new float[0] : memory.clone();
  }
}
