/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.rule;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * Inner products of all pairs of vectors of a round. Immutable.
 *
 * <p>The centre, if there is one, is the last vector and no worker's.
 */
public final class Gram {
  private final List<String> workers;
  private final boolean centred;
  private final int size;
  private final double[] products;

  /**
   * A matrix.
   *
   * @param workers one name per update
   * @param centred whether one more vector, the centre, follows
   * @param products size · size, symmetric, finite
   */
  public Gram(List<String> workers, boolean centred, double[] products) {
    this.workers = List.copyOf(workers);
    this.centred = centred;
    size = workers.size() + (centred ? 1 : 0);
    if (products.length != size * size) {
      throw new IllegalArgumentException(
          products.length + " inner products of " + size + " vectors, must be " + size * size);
    }
    for (double product : products) {
      if (!Double.isFinite(product)) {
        throw new IllegalArgumentException(
            "an inner product is " + product + ": reject updates that are not finite first");
      }
    }
    this.products = products.clone();
  }

  /** Without names and centre. */
  public static Gram of(double[][] products) {
    String[] names = new String[products.length];
    Arrays.setAll(names, i -> "worker-" + i);
    double[] flat = new double[products.length * products.length];
    for (int i = 0; i < products.length; i++) {
      System.arraycopy(products[i], 0, flat, i * products.length, products.length);
    }
    return new Gram(List.of(names), false, flat);
  }

  /** Updates, the centre not counted. */
  public int updates() {
    return workers.size();
  }

  /** All vectors. */
  public int vectors() {
    return size;
  }

  public boolean centred() {
    return centred;
  }

  public List<String> workers() {
    return workers;
  }

  public double at(int i, int j) {
    return products[i * size + j];
  }

  public double norm(int i) {
    return Math.sqrt(Math.max(0, at(i, i)));
  }

  /** Squared distance of two vectors; never negative. */
  public double distance(int i, int j) {
    return i == j ? 0 : Math.max(0, at(i, i) + at(j, j) - 2 * at(i, j));
  }

  /** Squared distance of a vector and a combination of all vectors; never negative. */
  public double distance(int i, double[] combination) {
    double inner = 0;
    double square = 0;
    for (int a = 0; a < size; a++) {
      if (combination[a] != 0) {
        inner += combination[a] * at(i, a);
        double row = 0;
        for (int b = 0; b < size; b++) {
          row += combination[b] * at(a, b);
        }
        square += combination[a] * row;
      }
    }
    return Math.max(0, at(i, i) - 2 * inner + square);
  }

  /** The products of combinations: names remain where as many vectors remain. */
  public Gram mixed(Coefficients by) {
    Objects.checkIndex(size - 1, by.inputs());
    int outputs = by.outputs() + (centred ? 1 : 0);
    double[][] columns = new double[outputs][];
    for (int o = 0; o < by.outputs(); o++) {
      columns[o] = by.column(o);
    }
    if (centred) {
      columns[outputs - 1] = new double[size];
      columns[outputs - 1][size - 1] = 1;
    }
    double[] mixed = new double[outputs * outputs];
    double[] image = new double[size];
    for (int o = 0; o < outputs; o++) {
      for (int a = 0; a < size; a++) {
        double sum = 0;
        for (int b = 0; b < size; b++) {
          sum += at(a, b) * columns[o][b];
        }
        image[a] = sum;
      }
      for (int p = 0; p <= o; p++) {
        double sum = 0;
        for (int a = 0; a < size; a++) {
          sum += columns[p][a] * image[a];
        }
        mixed[o * outputs + p] = sum;
        mixed[p * outputs + o] = sum;
      }
    }
    List<String> names =
        by.outputs() == workers.size()
            ? workers
            : java.util.stream.IntStream.range(0, by.outputs()).mapToObj(i -> "mix-" + i).toList();
    return new Gram(names, centred, mixed);
  }
}
