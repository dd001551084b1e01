/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.synthetic;

/**
 * All three equations of the paper, integrated by Runge-Kutta at four times the sampling rate, from
 * a point off the limit cycle.
 */
final class PaperModel {
  private static final int FINER = 4;

  private final HeartRhythm rhythm;
  private final Morphology waves = Morphology.normal(1);
  private final double startPhase;

  private Morphology scaled;
  private double speed;
  private double beatAt;

  PaperModel(HeartRhythm rhythm, double startPhase) {
    this.rhythm = rhythm;
    this.startPhase = startPhase;
  }

  double[] solve(int length, double rate) {
    double step = 1 / (rate * FINER);
    rhythm.advance();
    turn();
    beatAt = (2 * Math.PI - startPhase) / speed;
    double[] point = {1.3 * Math.cos(startPhase), 1.3 * Math.sin(startPhase), 0};
    double[] signal = new double[length];
    for (int i = 0; i < length * FINER; i++) {
      if (i % FINER == 0) {
        signal[i / FINER] = point[2];
      }
      if (i * step >= beatAt) {
        rhythm.advance();
        turn();
        beatAt += rhythm.interval();
      }
      point = rungeKutta(point, step);
    }
    return signal;
  }

  private void turn() {
    speed = 2 * Math.PI / rhythm.interval();
    scaled = waves.at(rhythm.interval());
  }

  private double[] rungeKutta(double[] p, double h) {
    double[] a = slope(p);
    double[] b = slope(moved(p, a, h / 2));
    double[] c = slope(moved(p, b, h / 2));
    double[] d = slope(moved(p, c, h));
    double[] next = new double[3];
    for (int i = 0; i < 3; i++) {
      next[i] = p[i] + h / 6 * (a[i] + 2 * b[i] + 2 * c[i] + d[i]);
    }
    return next;
  }

  private static double[] moved(double[] p, double[] slope, double h) {
    return new double[] {p[0] + h * slope[0], p[1] + h * slope[1], p[2] + h * slope[2]};
  }

  private double[] slope(double[] p) {
    double alpha = 1 - Math.hypot(p[0], p[1]);
    double angle = Math.atan2(p[1], p[0]);
    return new double[] {
      alpha * p[0] - speed * p[1], alpha * p[1] + speed * p[0], speed * scaled.slope(angle) - p[2]
    };
  }
}
