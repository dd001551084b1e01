/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.tree;

import io.millrace.models.drift.bayes.Selection;
import io.millrace.models.drift.bayes.Statistics;
import io.millrace.models.drift.learner.Features;
import java.util.Arrays;

/** Where instances end: the weights of their classes and, while active, what splits need. */
final class Leaf extends Node {
  /** Weight per class: what the split above estimated, plus what came since. */
  double[] classes;

  double total;
  double totalAtAttempt;

  /** Weight of the instances that the majority class would have got right, and naive Bayes. */
  double majorityRight;

  double bayesRight;
  boolean active = true;

  /** Has been written as a piece of its own, which is to go when the statistics do. */
  boolean stored;

  /** Null before the first instance, and while inactive. */
  Statistics statistics;

  Leaf(int id, double[] classes) {
    super(id);
    this.classes = classes;
    for (double w : classes) {
      total += w;
    }
    totalAtAttempt = total;
  }

  /** The class with most weight, the first of equals; -1 without any weight. */
  int majority() {
    int best = -1;
    double most = 0;
    for (int c = 0; c < classes.length; c++) {
      if (classes[c] > most) {
        most = classes[c];
        best = c;
      }
    }
    return best;
  }

  /** Classes with any weight. */
  int mixed() {
    int seen = 0;
    for (double w : classes) {
      if (w > 0) {
        seen++;
      }
    }
    return seen;
  }

  /** Weight that the majority class gets wrong: what a split could gain at most. */
  double promise() {
    int majority = majority();
    return majority < 0 ? 0 : total - classes[majority];
  }

  /** Adds an instance to the weights, and to the statistics where these are kept. */
  void add(Features features, int label, double weight, Selection selection) {
    if (label >= classes.length) {
      classes = Arrays.copyOf(classes, label + 1);
    }
    classes[label] += weight;
    total += weight;
    dirty = true;
    if (active) {
      if (statistics == null) {
        statistics = new Statistics(selection);
      }
      statistics.add(features, label, weight);
    }
  }

  void deactivate() {
    active = false;
    statistics = null;
    dirty = true;
  }

  void activate() {
    active = true;
    totalAtAttempt = total;
    dirty = true;
  }

  @Override
  long ownBytes() {
    return 96 + 8L * classes.length + (statistics == null ? 0 : statistics.heapBytes());
  }
}
