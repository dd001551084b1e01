/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval.drift;

import io.millrace.models.drift.learner.Votes;
import java.util.ArrayList;
import java.util.List;

/** The true labels of a stream's instances and the votes on them, by number. */
final class Recording implements DriftEvaluation.Witness {
  private final List<Verdict> verdicts = new ArrayList<>();

  /**
   * One instance.
   *
   * @param label the true one, or {@link io.millrace.models.drift.stream.Instance#UNLABELLED}
   * @param predicted the class with most votes
   */
  record Verdict(int label, int predicted, double[] votes) {}

  @Override
  public void voted(int label, Votes votes) {
    double[] copy = new double[votes.classes()];
    for (int c = 0; c < copy.length; c++) {
      copy[c] = votes.of(c);
    }
    verdicts.add(new Verdict(label, votes.winner(), copy));
  }

  int size() {
    return verdicts.size();
  }

  Verdict of(int number) {
    return verdicts.get(number);
  }
}
