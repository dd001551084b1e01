/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.aggregation;

import io.millrace.models.shape.ModelShape;
import java.util.SplittableRandom;

/**
 * The updates of a round, cut into fragments as the server holds them: {@code [worker][fragment]}.
 */
final class Updates {
  final ModelShape shape;
  final float[][][] values;

  private Updates(ModelShape shape, float[][][] values) {
    this.shape = shape;
    this.values = values;
  }

  /** Noise around one direction that all share. */
  static Updates random(int workers, int length, long seed) {
    ModelShape shape = ModelShape.flat(length);
    float[][][] values = new float[workers][shape.fragments()][];
    for (int f = 0; f < shape.fragments(); f++) {
      SplittableRandom random = new SplittableRandom(seed + f);
      float[] common = uniform(random, shape.fragment(f).length());
      for (float[][] worker : values) {
        worker[f] = uniform(random, common.length);
        for (int c = 0; c < common.length; c++) {
          worker[f][c] += common[c];
        }
      }
    }
    return new Updates(shape, values);
  }

  private static float[] uniform(SplittableRandom random, int length) {
    float[] values = new float[length];
    for (int c = 0; c < length; c++) {
      values[c] = (random.nextInt() >> 8) * 0x1p-23f;
    }
    return values;
  }

  int workers() {
    return values.length;
  }

  int fragments() {
    return shape.fragments();
  }

  int length(int fragment) {
    return shape.fragment(fragment).length();
  }

  float[][] zeros() {
    float[][] zeros = new float[fragments()][];
    for (int f = 0; f < zeros.length; f++) {
      zeros[f] = new float[length(f)];
    }
    return zeros;
  }
}
