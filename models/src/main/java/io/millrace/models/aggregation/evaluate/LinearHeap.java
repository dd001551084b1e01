/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.evaluate;

import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.codec.Codecs;
import io.millrace.models.aggregation.linear.FedAvg;
import io.millrace.models.aggregation.round.LinearFragment;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.rule.LinearRule;
import io.millrace.models.aggregation.rule.Round;
import io.millrace.models.shape.ModelShape;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;

/**
 * What a server's heap holds while it takes in whole updates of many workers under a linear rule:
 * the sums of all fragments and the chunk at hand, whatever the number of workers. Run in a process
 * of its own whose heap is as small as what is to be shown.
 */
public final class LinearHeap {
  private static final int EXAMPLES = 8;

  private LinearHeap() {}

  /**
   * What was found.
   *
   * @param usedMb heap in use after a collection when all updates are in, 2^20 bytes
   * @param peakMb the most that was ever in use, garbage included
   * @param wrong values of the mean that are not what they must be
   */
  record Proof(int workers, long values, long usedMb, long peakMb, long wrong, double seconds) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "{\"workers\":%d,\"values\":%d,\"heap_mb\":%d,\"used_mb\":%d,\"peak_mb\":%d,\"wrong\":%d,\"seconds\":%.1f}",
          workers,
          values,
          Runtime.getRuntime().maxMemory() >> 20,
          usedMb,
          peakMb,
          wrong,
          seconds);
    }
  }

  /** Arguments: workers, values per update. Prints one JSON object. */
  public static void main(String[] arguments) {
    System.out.println(run(Integer.parseInt(arguments[0]), Long.parseLong(arguments[1])));
  }

  /**
   * Takes in updates, worker after worker, chunk after chunk with its checksum verified, and
   * divides in the end. Value c of worker w is {@code (c mod 7 + w mod 5) / 8}: nothing is rounded.
   */
  static Proof run(int workers, long values) {
    long start = System.nanoTime();
    ModelShape shape = ModelShape.flat(values);
    LinearRule rule = new FedAvg(true, 1 << 16, 2048);
    LinearFragment[] fragments = new LinearFragment[shape.fragments()];
    for (int f = 0; f < fragments.length; f++) {
      fragments[f] = new LinearFragment(rule, shape.fragment(f).length());
    }
    for (int w = 0; w < workers; w++) {
      for (int f = 0; f < fragments.length; f++) {
        Chunk chunk = chunk(shape, f, w);
        chunk.verify();
        fragments[f].accumulate(Payload.DELTA, EXAMPLES, chunk);
      }
    }
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    double shift = 0;
    for (int w = 0; w < workers; w++) {
      shift += w % 5 / 8.0 / workers;
    }
    long wrong = 0;
    for (int f = 0; f < fragments.length; f++) {
      float[] mean = new float[shape.fragment(f).length()];
      fragments[f].finish(rule, Round.of(0, workers), mean, mean);
      long from = shape.fragment(f).offset();
      for (int c = 0; c < mean.length; c++) {
        wrong += Math.abs(mean[c] - ((from + c) % 7 / 8.0 + shift)) < 1e-6 ? 0 : 1;
      }
    }
    long peak = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      peak +=
          pool.getType() == java.lang.management.MemoryType.HEAP
              ? pool.getPeakUsage().getUsed()
              : 0;
    }
    return new Proof(
        workers, values, used >> 20, peak >> 20, wrong, (System.nanoTime() - start) / 1e9);
  }

  private static Chunk chunk(ModelShape shape, int fragment, int worker) {
    var at = shape.fragment(fragment);
    ByteBuffer bytes =
        ByteBuffer.allocate(at.length() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    int place = (int) (at.offset() % 7);
    float shift = worker % 5 / 8f;
    for (int c = 0; c < at.length(); c++) {
      bytes.putFloat(place / 8f + shift);
      place = place == 6 ? 0 : place + 1;
    }
    return Chunk.sealed(at.tensor(), at.offset(), at.length(), Codecs.FP32.id(), bytes.array());
  }
}
