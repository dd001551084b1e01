/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.adaptive;

import io.millrace.models.neural.Bag;
import io.millrace.models.neural.Losses;
import io.millrace.models.neural.NeuralKernels;
import io.millrace.models.neural.NeuralPath;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;
import io.millrace.models.piece.PieceWriter;
import io.millrace.models.piece.Piecewise;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Mixes opinions: the probabilities are the softmax of the weighted sum of the experts' log odds
 * (logistic mixing; Mattern, "Mixing strategies in data compression", DCC 2012). The weights are a
 * linear function of a bag, the gate, and follow the gradient of the log loss.
 */
final class Router implements Piecewise {
  private static final int VERSION = 1;
  private static final int MAX_ROW = 1 << 20;
  private static final float DECAY = 0.999f;
  private static final float EPSILON = 0.03f;

  private final NeuralKernels kernels = NeuralPath.best();
  private final Mixing mixing;
  private final float rate;
  private final int experts;
  private final int stride;
  private final float[] weights;
  private final float[] used;
  private final float[] back;
  private final float[] parts = new float[NeuralKernels.BLOCK];
  private final PieceWriter out = new PieceWriter();
  private final BitSet dirty = new BitSet();

  /** A row of weights per row of the gate. */
  private float[] rows;

  private float[] squares;
  private float[] mixed = {};

  Router(Mixing mixing, double rate, Opinions opinions) {
    this.mixing = mixing;
    this.rate = (float) rate;
    experts = opinions.experts();
    stride = opinions.stride();
    weights = new float[stride];
    used = mixing == Mixing.BEST ? new float[stride] : weights;
    back = new float[stride];
    rows = new float[stride];
    squares = new float[stride];
    Arrays.fill(rows, 0, experts, 1f / experts);
    dirty.set(0);
  }

  /** The probabilities of the classes, overwritten by the next call. */
  float[] mix(Bag gate, Opinions opinions) {
    weigh(gate);
    int classes = opinions.classes();
    if (mixed.length != classes) {
      mixed = new float[classes];
    }
    for (int c = 0; c < classes; c++) {
      mixed[c] = kernels.dot(opinions.odds(), c * stride, used, stride, parts);
    }
    Losses.softmax(mixed, 0, classes);
    return mixed;
  }

  private void weigh(Bag gate) {
    Arrays.fill(weights, 0);
    for (int i = 0; i < gate.size(); i++) {
      int at = gate.row(i) * stride;
      if (at < rows.length) {
        kernels.addScaled(gate.value(i), rows, at, weights, stride);
      }
    }
    if (mixing == Mixing.BEST) {
      Arrays.fill(used, 0);
      used[heaviest()] = 1;
    }
  }

  /** One step, after {@link #mix} of the same. */
  void learn(Bag gate, Opinions opinions, int label, float weight) {
    if (mixing == Mixing.EVEN) {
      return;
    }
    if (mixing == Mixing.BEST) {
      // The weights learn how often each expert is right.
      for (int e = 0; e < experts; e++) {
        back[e] = weights[e] - (opinions.winner(e) == label ? 1 : 0);
      }
    } else {
      Arrays.fill(back, 0);
      for (int c = 0; c < opinions.classes(); c++) {
        float g = mixed[c] - (c == label ? 1 : 0);
        kernels.addScaled(g, opinions.odds(), c * stride, back, stride);
      }
    }
    for (int i = 0; i < gate.size(); i++) {
      int row = gate.row(i);
      fit(row);
      kernels.rootMeanSquareStep(
          rows, squares, row * stride, gate.value(i), back, stride, DECAY, rate * weight, EPSILON);
      dirty.set(row);
    }
  }

  private void fit(int row) {
    if ((row + 1) * stride > rows.length) {
      // A function of the greatest row, so that a restored router is as large.
      rows = Arrays.copyOf(rows, Integer.highestOneBit(Math.max(1, row)) * 2 * stride);
      squares = Arrays.copyOf(squares, rows.length);
    }
  }

  /** Of the last mixture. */
  float weight(int expert) {
    return weights[expert];
  }

  private int heaviest() {
    int best = 0;
    for (int e = 1; e < experts; e++) {
      best = weights[e] > weights[best] ? e : best;
    }
    return best;
  }

  /** Entropy of the positive weights of the last mixture, as shares of their sum. */
  double entropy() {
    double sum = 0;
    for (int e = 0; e < experts; e++) {
      sum += Math.max(0, weights[e]);
    }
    if (!(sum > 0)) {
      return 0;
    }
    double entropy = 0;
    for (int e = 0; e < experts; e++) {
      double share = Math.max(0, weights[e]) / sum;
      entropy -= share > 0 ? share * Math.log(share) : 0;
    }
    return entropy;
  }

  int experts() {
    return experts;
  }

  /** Copies the weights of the gate's first row, one per expert. */
  void copyWeights(float[] into, int at) {
    System.arraycopy(rows, 0, into, at, experts);
  }

  /** Takes over the weights of the gate's first row; how they are to be moved stays. */
  void takeWeights(float[] from, int at) {
    System.arraycopy(from, at, rows, 0, experts);
    dirty.set(0);
  }

  long heapBytes() {
    return 8L * rows.length + 8L * stride + 200;
  }

  @Override
  public void writeChanges(PieceSink sink) {
    for (int row = dirty.nextSetBit(0); row >= 0; row = dirty.nextSetBit(row + 1)) {
      out.begin();
      out.u8(VERSION);
      for (int i = row * stride; i < row * stride + experts; i++) {
        out.float32(rows[i]);
        out.float32(squares[i]);
      }
      out.put(row, sink);
    }
    dirty.clear();
  }

  @Override
  public void restore(PieceSource source) {
    rows = new float[stride];
    squares = new float[stride];
    boolean[] first = {false};
    source.forEach(
        (id, bytes, length) -> {
          PieceReader in = new PieceReader(id, bytes, length);
          in.version(VERSION);
          int row = (int) id;
          if (row < 0 || row > MAX_ROW) {
            throw in.damaged("row " + id + " of a router");
          }
          fit(row);
          for (int i = row * stride; i < row * stride + experts; i++) {
            rows[i] = in.float32();
            squares[i] = in.float32();
          }
          in.end();
          first[0] |= id == 0;
        });
    if (!first[0]) {
      throw new IllegalArgumentException(
          "row 0 of a router is missing: restore an earlier checkpoint");
    }
    dirty.clear();
  }
}
