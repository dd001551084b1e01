package io.millrace.models.drift.adaptive;

import io.millrace.models.neural.FastExp;
import io.millrace.models.neural.Losses;
import java.util.Arrays;

/**
 * Mixes the experts' opinions: the class probabilities are the softmax of the weighted sum of their
 * log odds, and the weights follow the gradient of the log loss (gated logistic mixing, as in
 * Mattern, "Linear and geometric mixtures", DCC 2013).
 */
final class Router {
  private final double rate;
  private final int experts;
  private final float[] weights;
  private final double[] squares;
  private float[] mixed = {};
  private int set;

  Router(int experts, int sets, double rate) {
    this.experts = experts;
    this.rate = rate;
    weights = new float[experts * sets];
    squares = new double[experts * sets];
    Arrays.fill(weights, 1f / experts);
  }

  /** Probabilities, overwritten by the next call. */
  float[] mix(float[] opinions, int classes, int newSet) {
    set = newSet;
    if (mixed.length != classes) {
      mixed = new float[classes];
    }
    Arrays.fill(mixed, 0);
    for (int e = 0; e < experts; e++) {
      float w = weights[set * experts + e];
      for (int c = 0; c < classes; c++) {
        mixed[c] += w * opinions[e * classes + c];
      }
    }
    Losses.softmax(mixed, 0, classes);
    return mixed;
  }

  /** After {@link #mix} of the same opinions. */
  void learn(float[] opinions, int classes, int label) {
    for (int e = 0; e < experts; e++) {
      double g = 0;
      for (int c = 0; c < classes; c++) {
        g += (mixed[c] - (c == label ? 1 : 0)) * opinions[e * classes + c];
      }
      int at = set * experts + e;
      squares[at] += 0.001 * (g * g - squares[at]);
      weights[at] -= (float) (rate * g / Math.sqrt(squares[at] + 1e-3));
    }
  }

  double weight(int expert) {
    return weights[set * experts + expert];
  }

  /** Centred logarithms of probabilities, bounded. */
  static void toOpinion(float[] probabilities, int from, float[] opinions, int to, int classes) {
    double sum = 0;
    for (int c = 0; c < classes; c++) {
      double log = FastExp.log(Math.max(1e-4, probabilities[from + c]));
      opinions[to + c] = (float) log;
      sum += log;
    }
    float mean = (float) (sum / classes);
    for (int c = 0; c < classes; c++) {
      opinions[to + c] -= mean;
    }
  }
}
