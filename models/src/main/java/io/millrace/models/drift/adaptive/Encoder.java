package io.millrace.models.drift.adaptive;

import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Features;
import io.millrace.models.neural.Bag;
import java.util.Arrays;

/**
 * Turns instances into bags of rows: one row that is always there, one per numeric attribute with
 * its standardised value, one per nominal value, one per class and expert with what the expert
 * thinks of it. Rows of nominal values and opinions are numbered as they come.
 */
final class Encoder {
  private static final int ALWAYS = 0;

  private final int[] numeric;
  private final int[] nominal;
  private final Normaliser normaliser;
  private final int maxRows;
  private final int[][] rowOfCode;
  private int[] rowOfOpinion = {};
  private int opinionClasses;
  private int rows;

  Encoder(Attributes attributes, double fading, int maxRows) {
    this.maxRows = maxRows;
    numeric = attributes.numericPositions();
    nominal = attributes.nominalPositions();
    normaliser = new Normaliser(attributes.count(), fading);
    rowOfCode = new int[attributes.count()][];
    for (int i : nominal) {
      rowOfCode[i] = new int[0];
    }
    rows = 1 + attributes.count();
  }

  /** Adds what is known of the attributes; missing values and codes never learned add nothing. */
  void encode(Features features, Bag bag) {
    double[] x = features.values();
    bag.add(ALWAYS, 1);
    for (int i : numeric) {
      if (!Double.isNaN(x[i])) {
        bag.add(1 + i, normaliser.standardised(i, x[i]));
      }
    }
    for (int i : nominal) {
      int code = Double.isNaN(x[i]) ? -1 : (int) x[i];
      if (code >= 0 && code < rowOfCode[i].length && rowOfCode[i][code] > 0) {
        bag.add(rowOfCode[i][code], 1);
      }
    }
  }

  /** Adds what experts think of the classes; of two classes, only the second. */
  void encode(float[] opinions, int experts, int classes, Bag bag) {
    if (experts * classes > rowOfOpinion.length || classes != opinionClasses) {
      number(experts, classes);
    }
    for (int e = 0; e < experts; e++) {
      for (int c = classes == 2 ? 1 : 0; c < classes; c++) {
        bag.add(rowOfOpinion[e * classes + c], opinions[e * classes + c]);
      }
    }
  }

  private void number(int experts, int classes) {
    int[] grown = new int[experts * classes];
    for (int e = 0; e < experts; e++) {
      for (int c = 0; c < classes; c++) {
        boolean known = e * opinionClasses < rowOfOpinion.length && c < opinionClasses;
        grown[e * classes + c] = known ? rowOfOpinion[e * opinionClasses + c] : rows++;
      }
    }
    rowOfOpinion = grown;
    opinionClasses = classes;
  }

  /** Takes an instance into the means, and numbers its nominal values. */
  void learn(Features features) {
    double[] x = features.values();
    for (int i : numeric) {
      if (!Double.isNaN(x[i])) {
        normaliser.learn(i, x[i]);
      }
    }
    for (int i : nominal) {
      if (!Double.isNaN(x[i])) {
        int code = (int) x[i];
        if (code >= rowOfCode[i].length) {
          rowOfCode[i] = Arrays.copyOf(rowOfCode[i], Math.max(code + 1, 2 * rowOfCode[i].length));
        }
        if (rowOfCode[i][code] == 0) {
          // Values beyond the number of rows share the row of their attribute.
          rowOfCode[i][code] = rows < maxRows ? rows++ : 1 + i;
        }
      }
    }
  }
}
