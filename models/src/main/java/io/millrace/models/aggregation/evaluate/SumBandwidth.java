/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.evaluate;

import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.codec.Codecs;
import io.millrace.models.aggregation.linear.FedAvg;
import io.millrace.models.aggregation.round.LinearFragment;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.rule.LinearRule;
import io.millrace.models.shape.Fragment;
import io.millrace.models.shape.ModelShape;

/**
 * How much of the memory's bandwidth the streaming sum reaches. Bandwidth counts every byte that is
 * moved: a copy reads and writes four bytes per float; the exact sum reads four bytes of the chunk,
 * and reads and writes eight bytes of the sum. Checks for size and finiteness are part of the time,
 * the checksum is not.
 *
 * @param copyGbS of an array copy
 * @param sumGbS of sums over chunks of plain floats
 * @param ratio of the two
 * @param updateGbS bytes of updates taken in per second
 */
public record SumBandwidth(double copyGbS, double sumGbS, double ratio, double updateGbS) {
  /**
   * Measures, alternating, and keeps the best of each.
   *
   * @param values of the model; its sum and updates should not fit the caches
   * @param updates different ones that take turns
   * @param repetitions at least 1
   */
  public static SumBandwidth measure(int values, int updates, int repetitions) {
    ModelShape shape = ModelShape.flat(values);
    LinearRule rule = new FedAvg(false, 1, 2048);
    Chunk[][] chunks = new Chunk[updates][shape.fragments()];
    LinearFragment[] sums = new LinearFragment[shape.fragments()];
    float[] content = new float[ModelShape.FRAGMENT];
    for (int i = 0; i < content.length; i++) {
      content[i] = (i % 1001 - 500) / 1000f;
    }
    for (int f = 0; f < sums.length; f++) {
      Fragment fragment = shape.fragment(f);
      sums[f] = new LinearFragment(rule, fragment.length());
      for (Chunk[] update : chunks) {
        update[f] = Chunk.encode(Codecs.FP32, fragment, content, 0, 0);
      }
    }
    float[] from = new float[values];
    float[] to = new float[values];
    double copy = Double.POSITIVE_INFINITY;
    double sum = Double.POSITIVE_INFINITY;
    for (int r = 0; r < repetitions; r++) {
      long start = System.nanoTime();
      for (int u = 0; u < updates; u++) {
        System.arraycopy(from, 0, to, 0, values);
      }
      long middle = System.nanoTime();
      for (Chunk[] update : chunks) {
        for (int f = 0; f < sums.length; f++) {
          sums[f].accumulate(Payload.DELTA, 1, update[f]);
        }
      }
      copy = Math.min(copy, (double) (middle - start));
      sum = Math.min(sum, (double) (System.nanoTime() - middle));
      for (int f = 0; f < sums.length; f++) {
        sums[f] = new LinearFragment(rule, shape.fragment(f).length());
      }
    }
    double floats = (double) values * updates;
    return new SumBandwidth(
        8 * floats / copy, 20 * floats / sum, 20 * copy / (8 * sum), 4 * floats / sum);
  }
}
