/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.evaluate;

/** Judgements that are summed over some of the instances. For one thread. */
public sealed interface Window permits CumulativeWindow, SlidingWindow, FadingWindow {
  /** Takes in the next judgement. */
  void add(Outcome outcome);

  /** The measures now. */
  Scores scores();

  /** All instances count, and all the same. */
  static Window cumulative() {
    return new CumulativeWindow();
  }

  /**
   * The last instances count.
   *
   * @param instances how many, at least 1; each takes 25 bytes
   */
  static Window sliding(int instances) {
    return new SlidingWindow(instances);
  }

  /**
   * All instances count, each a little less than the one after it.
   *
   * @param factor between the weights of one instance and the next, above 0 and at most 1; 0.999
   *     has the weight of 1,000 instances in all
   */
  static Window fading(double factor) {
    return new FadingWindow(factor);
  }
}
