/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.evaluate;

import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Votes with the labels learned so far, and remembers what it learned. */
final class MajorityLearner implements Learner {
  private final double[] counts = new double[16];
  final List<Integer> labels = new ArrayList<>();
  final List<double[]> values = new ArrayList<>();

  @Override
  public void vote(double[] x, Votes into) {
    into.clear(counts.length);
    for (int c = 0; c < counts.length; c++) {
      into.set(c, counts[c]);
    }
  }

  @Override
  public void learn(double[] x, int label, double weight) {
    counts[label] += weight;
    labels.add(label);
    values.add(x.clone());
  }

  @Override
  public long heapBytes() {
    return 0;
  }

  @Override
  public void writeChanges(PieceSink sink) {
    sink.put(0, Arrays.toString(counts).getBytes(StandardCharsets.UTF_8), 1);
  }

  @Override
  public void restore(PieceSource source) {
    throw new UnsupportedOperationException();
  }
}
