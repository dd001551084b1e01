/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.fleet;

import io.millrace.models.shape.ModelShape;
import io.millrace.models.shape.TensorShape;
import java.util.ArrayList;
import java.util.List;

/** What a fleet learns together: examples dealt out to workers, a network, and a test. */
public final class FleetTask {
  private static final int TEST_ROWS = 256;

  private final Examples training;
  private final Examples test;
  private final FleetSettings settings;
  private final int[][] parts;
  private final Worker[] workers;
  private final Attackers attackers;
  private final Classifier tester;
  private final float[] initial;

  /**
   * Deals examples out.
   *
   * @throws IllegalArgumentException when the sets differ in features or classes, or there are
   *     fewer examples than workers
   */
  public FleetTask(Examples training, Examples test, FleetSettings settings) {
    if (training.inputs() != test.inputs() || training.classes() != test.classes()) {
      throw new IllegalArgumentException(
          "training examples have %d features in %d classes, test examples %d in %d"
              .formatted(training.inputs(), training.classes(), test.inputs(), test.classes()));
    }
    this.training = training;
    this.test = test;
    this.settings = settings;
    parts =
        Double.isInfinite(settings.alpha())
            ? Partition.uniform(training, settings.workers(), settings.seed())
            : Partition.dirichlet(training, settings.workers(), settings.alpha(), settings.seed());
    workers = workers(0);
    attackers = new Attackers(this, workers(settings.byzantine()));
    tester = classifier();
    initial = tester.values();
  }

  /** On generated examples, {@link Clusters#standard}. */
  public static FleetTask generated(FleetSettings settings) {
    Clusters.Split split = Clusters.standard(settings.seed());
    return new FleetTask(split.training(), split.test(), settings);
  }

  private Worker[] workers(int from) {
    Worker[] made = new Worker[settings.workers() - from];
    for (int i = 0; i < made.length; i++) {
      made[i] = new Worker(this, from + i, parts[from + i]);
    }
    return made;
  }

  public FleetSettings settings() {
    return settings;
  }

  /** One of the fleet, from 0 on; the malicious ones come first. */
  public Worker worker(int index) {
    return workers[index];
  }

  /** The tensors of the network in the order of the flat array. */
  public ModelShape shape() {
    List<TensorShape> tensors = new ArrayList<>();
    tester
        .parameters()
        .slices()
        .forEach(s -> tensors.add(TensorShape.of(s.name(), s.rows(), s.columns())));
    return new ModelShape(tensors);
  }

  /** The parameters before the first round: all tensors in a row. */
  public float[] initial() {
    return initial.clone();
  }

  /** Cuts a flat array into tensors. */
  public float[][] split(float[] flat) {
    List<TensorShape> tensors = shape().tensors();
    float[][] parts = new float[tensors.size()][];
    int at = 0;
    for (int t = 0; t < parts.length; t++) {
      parts[t] = new float[(int) tensors.get(t).values()];
      System.arraycopy(flat, at, parts[t], 0, parts[t].length);
      at += parts[t].length;
    }
    return parts;
  }

  /** Puts tensors in a row. */
  public float[] join(float[][] tensors) {
    float[] flat = new float[initial.length];
    int at = 0;
    for (float[] tensor : tensors) {
      System.arraycopy(tensor, 0, flat, at, tensor.length);
      at += tensor.length;
    }
    return flat;
  }

  /** The share of test examples that a model gets right, 0 to 1. */
  public synchronized double accuracy(float[] global) {
    tester.parameters().set(global);
    float[] rows = new float[TEST_ROWS * test.inputs()];
    int[] labels = new int[TEST_ROWS];
    int right = 0;
    for (int from = 0; from < test.size(); from += TEST_ROWS) {
      int n = Math.min(TEST_ROWS, test.size() - from);
      for (int row = 0; row < n; row++) {
        test.copy(from + row, rows, row * test.inputs());
        labels[row] = test.label(from + row);
      }
      right += tester.right(rows, labels, n);
    }
    return (double) right / test.size();
  }

  Examples training() {
    return training;
  }

  Attackers attackers() {
    return attackers;
  }

  Classifier classifier() {
    return new Classifier(
        training.inputs(), settings.hidden(), training.classes(), settings.seed());
  }
}
