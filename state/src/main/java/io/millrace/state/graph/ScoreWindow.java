/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import io.millrace.models.graph.evaluate.Ranking;
import io.millrace.models.graph.online.Surprise;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;
import java.util.Arrays;

/** The scores of a window, what else is reported of it, and mean and variance of all scores. */
public final class ScoreWindow {
  private static final int VERSION = 1;
  private static final int MAX = 1 << 26;

  /** The weight of the newest score of a graph at least. */
  private static final double RATE = 0.005;

  private float[] came = new float[64];
  private float[] absent = new float[64];
  private int cameCount;
  private int absentCount;
  private long newNodes;
  private long stale;
  private double staleMillis;
  private long touched;
  private double loss;
  private long batches;
  private long expired;
  private long late;
  private long scores;
  private double mean;
  private double variance;
  boolean changed = true;

  /** Takes in the score of an edge that came. */
  public void came(float score) {
    changed = true;
    if (cameCount == came.length) {
      came = Arrays.copyOf(came, 2 * cameCount);
    }
    came[cameCount++] = score;
    double logit = Surprise.logit(score);
    double weight = Surprise.weight(scores, RATE);
    double before = mean;
    mean = Surprise.mean(before, logit, weight);
    variance = Surprise.variance(variance, before, logit, weight);
    scores++;
  }

  /** Takes in the score of an edge that did not come. */
  public void absent(float score) {
    if (absentCount == absent.length) {
      absent = Arrays.copyOf(absent, 2 * absentCount);
    }
    absent[absentCount++] = score;
  }

  /**
   * Takes in what is known of an edge's nodes.
   *
   * @param isNew whether one of them had no edge before
   * @param isStale whether one of them has an earlier edge in the batch
   */
  public void edge(boolean isNew, boolean isStale) {
    newNodes += isNew ? 1 : 0;
    stale += isStale ? 1 : 0;
  }

  /** Takes in how long ago the last edge of a node was. */
  public void since(long millis) {
    staleMillis += millis;
    touched++;
  }

  /** Takes in the loss of a batch. */
  public void loss(double value) {
    loss += value;
    batches++;
  }

  public void countExpired() {
    changed = true;
    expired++;
  }

  public void countLate() {
    changed = true;
    late++;
  }

  /** Edges of the window that came. */
  public int edges() {
    return cameCount;
  }

  /** Edges of the window that did not come. */
  public int negatives() {
    return absentCount;
  }

  /** Nodes forgotten in the window. */
  public long expired() {
    return expired;
  }

  /** Late edges in the window. */
  public long late() {
    return late;
  }

  public double newNodeShare() {
    return cameCount == 0 ? 0 : (double) newNodes / cameCount;
  }

  public double staleShare() {
    return cameCount == 0 ? 0 : (double) stale / cameCount;
  }

  /** Mean time since a node's last edge; 0 where none had one. */
  public double staleMillis() {
    return touched == 0 ? 0 : staleMillis / touched;
  }

  /** Mean loss of the batches; NaN without any. */
  public double loss() {
    return batches == 0 ? Double.NaN : loss / batches;
  }

  /** All scores of the window, to rank. */
  public Ranking ranking() {
    Ranking ranking = new Ranking();
    for (int i = 0; i < cameCount; i++) {
      ranking.add(came[i], true);
    }
    for (int i = 0; i < absentCount; i++) {
      ranking.add(absent[i], false);
    }
    return ranking;
  }

  /** Scores since the graph began. */
  public long scores() {
    return scores;
  }

  /** Fading mean of all logits. */
  public double mean() {
    return mean;
  }

  /** Fading variance of all logits. */
  public double variance() {
    return variance;
  }

  /** Begins the next window. */
  public void begin() {
    changed = true;
    cameCount = 0;
    absentCount = 0;
    newNodes = 0;
    stale = 0;
    staleMillis = 0;
    touched = 0;
    loss = 0;
    batches = 0;
    expired = 0;
    late = 0;
  }

  long bytes() {
    return 200 + 4L * (came.length + absent.length);
  }

  void write(PieceWriter out) {
    out.u8(VERSION);
    floats(came, cameCount, out);
    floats(absent, absentCount, out);
    out.varint(newNodes);
    out.varint(stale);
    out.float64(staleMillis);
    out.varint(touched);
    out.float64(loss);
    out.varint(batches);
    out.varint(expired);
    out.varint(late);
    out.varint(scores);
    out.float64(mean);
    out.float64(variance);
    changed = false;
  }

  void read(PieceReader in) {
    in.version(VERSION);
    cameCount = in.count("scores", MAX);
    came = floats(cameCount, in);
    absentCount = in.count("scores", MAX);
    absent = floats(absentCount, in);
    newNodes = in.varint();
    stale = in.varint();
    staleMillis = in.float64();
    touched = in.varint();
    loss = in.float64();
    batches = in.varint();
    expired = in.varint();
    late = in.varint();
    scores = in.varint();
    mean = in.float64();
    variance = in.float64();
    in.end();
    changed = false;
  }

  private static void floats(float[] values, int count, PieceWriter out) {
    out.varint(count);
    for (int i = 0; i < count; i++) {
      out.float32(values[i]);
    }
  }

  private static float[] floats(int count, PieceReader in) {
    if (count > in.remaining() / Float.BYTES) {
      throw in.damaged(count + " scores are more than there can be");
    }
    float[] values = new float[Math.max(64, count)];
    for (int i = 0; i < count; i++) {
      values[i] = in.float32();
    }
    return values;
  }
}
