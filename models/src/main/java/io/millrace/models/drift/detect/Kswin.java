/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.detect;

import io.millrace.models.drift.learner.Chance;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;
import java.util.Arrays;

/**
 * Compares the newest values of a window with a random sample of the older ones by the
 * Kolmogorov-Smirnov test, so that any change of the distribution counts (Raab, Heusinger, Schleif,
 * "Reactive soft prototype computing for concept drift streams", Neurocomputing 416, 2020). The
 * magnitude is the mean of the newest less the mean of the older values.
 */
public final class Kswin implements Detector {
  private final int newest;
  private final double critical;
  private final long seed;
  private final Chance chance;

  // A ring: the oldest value is at start.
  private final double[] window;
  private int start;
  private int held;
  private double magnitude;

  private final double[] older;
  private final double[] sample;
  private final double[] recent;

  /** As published: window 100, newest 30, alpha 0.005. */
  public Kswin(long seed) {
    this(100, 30, 0.005, seed);
  }

  /**
   * @param size of the window, at least twice the newest
   * @param newest values to compare with as many older ones, from 4
   * @param alpha chance of a false alarm at each value, in (0, 1)
   * @param seed of the samples
   */
  public Kswin(int size, int newest, double alpha, long seed) {
    Checks.setting(newest >= 4, "KSWIN", "newest", newest, "4 or more");
    Checks.setting(size >= 2 * newest, "KSWIN", "size", size, "at least twice the newest");
    Checks.setting(alpha > 0 && alpha < 1, "KSWIN", "alpha", alpha, "in (0, 1)");
    this.newest = newest;
    this.critical = critical(newest, alpha);
    this.seed = seed;
    this.chance = new Chance(seed);
    this.window = new double[size];
    this.older = new double[size - newest];
    this.sample = new double[newest];
    this.recent = new double[newest];
  }

  @Override
  public Level add(double value) {
    Checks.finite(value);
    int size = window.length;
    if (held < size) {
      window[(start + held++) % size] = value;
    } else {
      window[start] = value;
      start = (start + 1) % size;
    }
    if (held < size) {
      return Level.NONE;
    }
    for (int i = 0; i < size; i++) {
      double v = window[(start + i) % size];
      if (i < older.length) {
        older[i] = v;
      } else {
        recent[i - older.length] = v;
      }
    }
    double difference = mean(recent) - mean(older);
    drawSample();
    Arrays.sort(sample);
    Arrays.sort(recent);
    if (distance(sample, recent) <= critical) {
      return Level.NONE;
    }
    magnitude = difference;
    start = (start + older.length) % size;
    held = newest;
    return Level.DRIFT;
  }

  private void drawSample() {
    for (int i = 0; i < newest; i++) {
      int other = i + chance.nextInt(older.length - i);
      sample[i] = older[other];
      older[other] = older[i];
    }
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double v : values) {
      sum += v;
    }
    return sum / values.length;
  }

  /** Greatest distance of the two empirical distributions; both sorted, equally many. */
  static double distance(double[] a, double[] b) {
    int i = 0;
    int j = 0;
    int greatest = 0;
    while (i < a.length && j < b.length) {
      double v = Math.min(a[i], b[j]);
      while (i < a.length && a[i] <= v) {
        i++;
      }
      while (j < b.length && b[j] <= v) {
        j++;
      }
      greatest = Math.max(greatest, Math.abs(i - j));
    }
    return (double) greatest / a.length;
  }

  /** The distance of two samples that chance exceeds with probability alpha. */
  static double critical(int count, double alpha) {
    double low = 0;
    double high = 1;
    for (int i = 0; i < 60; i++) {
      double middle = (low + high) / 2;
      if (exceeds(middle, count) > alpha) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** Kolmogorov's distribution with Stephens' correction for small samples. */
  static double exceeds(double distance, int count) {
    double root = Math.sqrt(count / 2.0);
    double lambda = (root + 0.12 + 0.11 / root) * distance;
    if (lambda < 0.2) {
      return 1;
    }
    double sum = 0;
    double sign = 1;
    for (int k = 1; k <= 100; k++) {
      sum += sign * Math.exp(-2 * k * k * lambda * lambda);
      sign = -sign;
    }
    return Math.min(1, 2 * sum);
  }

  @Override
  public double magnitude() {
    return magnitude;
  }

  /** Forgets the values; samples begin anew as well. */
  @Override
  public void reset() {
    start = 0;
    held = 0;
    chance.restore(seed);
  }

  @Override
  public long heapBytes() {
    return 160 + 8L * (2L * window.length + newest);
  }

  @Override
  public void write(PieceWriter out) {
    out.int64(chance.state());
    out.float64(magnitude);
    out.varint(held);
    for (int i = 0; i < held; i++) {
      out.float64(window[(start + i) % window.length]);
    }
  }

  @Override
  public void read(PieceReader in) {
    chance.restore(in.int64());
    magnitude = in.float64();
    start = 0;
    held = in.count("values", window.length);
    for (int i = 0; i < held; i++) {
      window[i] = in.float64();
    }
  }
}
