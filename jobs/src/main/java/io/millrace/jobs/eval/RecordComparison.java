/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

/** One recording: what was said by the stream, by full windows, and what is true. */
final class RecordComparison {
  private final ConfusionMatrix stream = new ConfusionMatrix(BlockLabels.CLASSES.size());
  private final ConfusionMatrix full = new ConfusionMatrix(BlockLabels.CLASSES.size());
  private final String name;
  private final int windows;
  private int leftOut;
  private int disagreements;
  private int missing;
  private double maxDifference;

  /**
   * @param truth per window, as {@link BlockLabels} says
   * @param outputs per window, of the full window
   */
  RecordComparison(String name, int[] truth, StreamedRecord streamed, float[][] outputs) {
    this.name = name;
    this.windows = truth.length;
    for (int i = 0; i < truth.length; i++) {
      int said = streamed.classes()[i];
      int reference = argMax(outputs[i]);
      if (said == StreamedRecord.MISSING) {
        missing++;
      } else {
        compare(streamed.outputs()[i], outputs[i]);
      }
      if (said != reference) {
        disagreements++;
      }
      if (truth[i] == BlockLabels.LEFT_OUT) {
        leftOut++;
        continue;
      }
      full.add(truth[i], reference);
      if (said != StreamedRecord.MISSING) {
        stream.add(truth[i], said);
      }
    }
  }

  private void compare(float[] streamed, float[] expected) {
    for (int k = 0; k < expected.length; k++) {
      // Math.max keeps a NaN, which no difference may hide.
      maxDifference = Math.max(maxDifference, Math.abs((double) streamed[k] - expected[k]));
    }
  }

  static int argMax(float[] outputs) {
    int best = 0;
    for (int k = 1; k < outputs.length; k++) {
      if (outputs[k] > outputs[best]) {
        best = k;
      }
    }
    return best;
  }

  String name() {
    return name;
  }

  int windows() {
    return windows;
  }

  int leftOut() {
    return leftOut;
  }

  /** Windows whose classes differ, those that the stream did not classify included. */
  int disagreements() {
    return disagreements;
  }

  int missing() {
    return missing;
  }

  /** The largest difference of any output. */
  double maxDifference() {
    return maxDifference;
  }

  ConfusionMatrix stream() {
    return stream;
  }

  ConfusionMatrix full() {
    return full;
  }
}
