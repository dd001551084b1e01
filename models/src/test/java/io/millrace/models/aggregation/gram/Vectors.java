/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.gram;

import io.millrace.models.aggregation.rule.Coefficients;
import io.millrace.models.aggregation.rule.Gram;
import io.millrace.models.aggregation.rule.Mixing;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Updates as plain vectors, for oracles that work in their space. */
final class Vectors {
  private Vectors() {}

  static double[][] random(int n, int d, long seed) {
    Random random = new Random(seed);
    double[][] vectors = new double[n][d];
    double[] base = new double[d];
    for (int c = 0; c < d; c++) {
      base[c] = random.nextGaussian();
    }
    for (int i = 0; i < n; i++) {
      double noise = i < n / 5 ? 6 : 1;
      for (int c = 0; c < d; c++) {
        vectors[i][c] = base[c] + noise * random.nextGaussian();
      }
    }
    return vectors;
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int c = 0; c < a.length; c++) {
      sum += a[c] * b[c];
    }
    return sum;
  }

  static double norm(double[] a) {
    return Math.sqrt(dot(a, a));
  }

  static double[] minus(double[] a, double[] b) {
    double[] result = a.clone();
    for (int c = 0; c < a.length; c++) {
      result[c] -= b[c];
    }
    return result;
  }

  static double squared(double[] a, double[] b) {
    double[] away = minus(a, b);
    return dot(away, away);
  }

  static double[] mean(List<double[]> vectors) {
    double[] mean = new double[vectors.get(0).length];
    for (double[] vector : vectors) {
      for (int c = 0; c < mean.length; c++) {
        mean[c] += vector[c] / vectors.size();
      }
    }
    return mean;
  }

  static Gram gram(double[][] vectors, double[] centre) {
    List<double[]> all = new ArrayList<>(List.of(vectors));
    if (centre != null) {
      all.add(centre);
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < vectors.length; i++) {
      names.add("w" + i);
    }
    double[] products = new double[all.size() * all.size()];
    for (int i = 0; i < all.size(); i++) {
      for (int j = 0; j < all.size(); j++) {
        products[i * all.size() + j] = dot(all.get(i), all.get(j));
      }
    }
    return new Gram(names, centre != null, products);
  }

  /** What a mixing makes of vectors. */
  static double[][] mix(Mixing mixing, double[][] vectors, double[] centre) {
    Coefficients c = mixing.solve(gram(vectors, centre));
    double[][] out = new double[c.outputs()][vectors[0].length];
    for (int o = 0; o < c.outputs(); o++) {
      for (int i = 0; i < c.inputs(); i++) {
        double[] from = i < vectors.length ? vectors[i] : centre;
        for (int k = 0; k < from.length; k++) {
          out[o][k] += c.at(o, i) * from[k];
        }
      }
    }
    return out;
  }
}
