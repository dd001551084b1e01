/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

/**
 * What a stream said of a recording.
 *
 * @param classes per window the class, -1 where it said nothing
 * @param outputs per window the outputs, null where it said nothing
 */
record StreamedRecord(int[] classes, float[][] outputs) {
  static final int MISSING = -1;

  /** Nothing said yet. */
  static StreamedRecord silent(int windows) {
    int[] classes = new int[windows];
    java.util.Arrays.fill(classes, MISSING);
    return new StreamedRecord(classes, new float[windows][]);
  }

  /**
   * Takes one prediction; one that is repeated counts once.
   *
   * @return whether it is the first of its window
   */
  boolean say(int window, int type, float[] values) {
    boolean first = outputs[window] == null;
    classes[window] = type;
    outputs[window] = values;
    return first;
  }
}
