/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.moe;

import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;
import io.millrace.models.piece.PieceWriter;

/** A tiny expert: counts classes on either side of a threshold on one attribute. */
final class Counting implements Learner {
  final int attribute;
  final double threshold;
  final double[][] counts = new double[2][4];
  int learned;

  Counting(long seed, int attributes) {
    attribute = (int) Long.remainderUnsigned(seed, attributes);
    threshold = (seed >>> 40) * 0x1p-24;
  }

  @Override
  public void vote(double[] x, Votes into) {
    into.clear(4);
    for (int c = 0; c < 4; c++) {
      into.set(c, counts[side(x)][c]);
    }
  }

  @Override
  public void learn(double[] x, int label, double weight) {
    counts[side(x)][label] += weight;
    learned++;
  }

  private int side(double[] x) {
    return x[attribute] > threshold ? 1 : 0;
  }

  @Override
  public long heapBytes() {
    return 100;
  }

  @Override
  public void writeChanges(PieceSink sink) {
    PieceWriter out = new PieceWriter();
    for (int i = 0; i < 8; i++) {
      out.float64(counts[i / 4][i % 4]);
    }
    out.put(0, sink);
  }

  @Override
  public void restore(PieceSource source) {
    source.forEach(
        (id, bytes, length) -> {
          PieceReader in = new PieceReader(id, bytes, length);
          for (int i = 0; i < 8; i++) {
            counts[i / 4][i % 4] = in.float64();
          }
        });
  }
}
