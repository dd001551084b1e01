/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Calls small convolutions of every tile shape until each runs at compiled speed. */
final class WarmUp {
  /** Interpreted vector code stays below, compiled code above. */
  private static final double COMPILED_OPERATIONS_PER_NANO = 2;

  private static final int TAKEN_TOGETHER = 16;

  private final List<Job> jobs = new ArrayList<>();

  WarmUp(Kernels kernels) {
    if (kernels instanceof PlainKernels) {
      return;
    }
    for (int vectors = 1; vectors <= 4; vectors++) {
      for (int rows : new int[] {1, 2, 4, 6, 8, 12}) {
        for (int inChannels : new int[] {24, 96}) {
          jobs.add(new Job(kernels, 16 * vectors, inChannels, rows));
        }
      }
    }
  }

  boolean run(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    List<Job> slow = new ArrayList<>(jobs);
    while (!slow.isEmpty() && System.nanoTime() < end) {
      slow.removeIf(Job::isFast);
    }
    return slow.isEmpty();
  }

  private static final class Job {
    private final Conv1d conv;
    private final float[] in;
    private final float[] out;
    private final int rows;

    Job(Kernels kernels, int outChannels, int inChannels, int rows) {
      this.rows = rows;
      float[] weight = new float[inChannels * outChannels];
      ConvSpec spec =
          new ConvSpec(
              weight, new float[outChannels], inChannels, outChannels, 1, 1, 1, 1, Activation.RELU);
      conv = kernels.conv(spec);
      in = new float[rows * inChannels];
      out = new float[rows * outChannels];
    }

    boolean isFast() {
      long start = System.nanoTime();
      for (int i = 0; i < TAKEN_TOGETHER; i++) {
        conv.apply(in, 0, in.length, out, 0, out.length, conv.spec().outChannels(), 1, rows);
      }
      long nanos = System.nanoTime() - start;
      double operations = (double) TAKEN_TOGETHER * rows * conv.spec().flopsPerRow();
      return operations / nanos > COMPILED_OPERATIONS_PER_NANO;
    }
  }
}
