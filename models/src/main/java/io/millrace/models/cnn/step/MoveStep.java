/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import java.util.Arrays;

/**
 * Copies elements to other places: slices, gathers, permutations, padding, repetition. Compiled to
 * runs where neighbours stay neighbours, else to one index per element.
 */
final class MoveStep implements Step {
  /** Below this mean length single elements are faster. */
  private static final int WORTHWHILE_RUN = 4;

  private final Tensor from;
  private final Tensor to;
  private final float fill;

  /** (source, target, length) triples, or null; a source of -1 is the fill value. */
  private final int[] runs;

  private final int[] sources;
  private final int[] targets;

  /**
   * Compiles the moves.
   *
   * @param sources per move the position in the operand's sample, or -1 for the fill value
   * @param targets per move the position in the output's sample
   */
  MoveStep(Tensor from, Tensor to, int[] sources, int[] targets, float fill) {
    this.from = from;
    this.to = to;
    this.fill = fill;
    int[] found = runs(sources, targets);
    boolean worthwhile = found.length / 3 * WORTHWHILE_RUN <= sources.length;
    runs = worthwhile ? found : null;
    this.sources = worthwhile ? null : sources;
    this.targets = worthwhile ? null : targets;
  }

  /** Fills the whole output in order. */
  MoveStep(Tensor from, Tensor to, int[] sources, float fill) {
    this(from, to, sources, counting(sources.length), fill);
  }

  private static int[] counting(int length) {
    int[] counting = new int[length];
    Arrays.setAll(counting, i -> i);
    return counting;
  }

  private static int[] runs(int[] sources, int[] targets) {
    int[] runs = new int[3 * sources.length];
    int count = 0;
    for (int i = 0; i < sources.length; i++) {
      boolean goesOn =
          i > 0
              && targets[i] == targets[i - 1] + 1
              && (sources[i] < 0
                  ? sources[i - 1] < 0
                  : sources[i - 1] >= 0 && sources[i] == sources[i - 1] + 1);
      if (!goesOn) {
        runs[3 * count] = sources[i];
        runs[3 * count + 1] = targets[i];
        count++;
      }
      runs[3 * count - 1]++;
    }
    return Arrays.copyOf(runs, 3 * count);
  }

  @Override
  public void run(Workspace workspace, int batch) {
    float[] x = from.in(workspace);
    float[] y = to.in(workspace);
    for (int b = 0; b < batch; b++) {
      if (runs != null) {
        copyRuns(x, b * from.stride(), y, b * to.size());
      } else {
        copyElements(x, b * from.stride(), y, b * to.size());
      }
    }
  }

  private void copyRuns(float[] x, int in, float[] y, int out) {
    for (int i = 0; i < runs.length; i += 3) {
      int target = out + runs[i + 1];
      if (runs[i] < 0) {
        Arrays.fill(y, target, target + runs[i + 2], fill);
      } else {
        System.arraycopy(x, in + runs[i], y, target, runs[i + 2]);
      }
    }
  }

  private void copyElements(float[] x, int in, float[] y, int out) {
    for (int i = 0; i < sources.length; i++) {
      int source = sources[i];
      y[out + targets[i]] = source < 0 ? fill : x[in + source];
    }
  }
}
