/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.evaluate;

import io.millrace.models.neural.batch.Floats;
import java.util.Arrays;

/** Scores of what came and what did not, and how well they rank. Reusable. */
public final class Ranking {
  private long[] entries = new long[64];
  private int size;
  private int positives;

  public void clear() {
    size = 0;
    positives = 0;
  }

  /**
   * @param score in [0, 1]
   */
  public void add(float score, boolean came) {
    if (!(score >= 0 && score <= 1)) {
      throw new IllegalArgumentException("a score of " + score + ": scores are in [0, 1]");
    }
    entries = Floats.fit(entries, size + 1);
    // Bits of floats that are not negative sort like them.
    entries[size++] = ((long) Float.floatToIntBits(score + 0f) << 1) | (came ? 1 : 0);
    positives += came ? 1 : 0;
  }

  public int size() {
    return size;
  }

  public int positives() {
    return positives;
  }

  /**
   * Average precision: the sum over distinct scores, from the highest, of the precision down to it
   * times the recall it adds; NaN without positives.
   */
  public double averagePrecision() {
    Arrays.sort(entries, 0, size);
    double sum = 0;
    int hits = 0;
    for (int i = size - 1; i >= 0; ) {
      long score = entries[i] >>> 1;
      int before = hits;
      while (i >= 0 && (entries[i] >>> 1) == score) {
        hits += (int) (entries[i--] & 1);
      }
      sum += (double) (hits - before) * hits / (size - 1 - i);
    }
    return sum / positives;
  }

  /** Area under the ROC curve, ties count half; NaN without positives or negatives. */
  public double areaUnderCurve() {
    Arrays.sort(entries, 0, size);
    double wins = 0;
    int negativesBelow = 0;
    for (int i = 0; i < size; ) {
      long score = entries[i] >>> 1;
      int positivesHere = 0;
      int negativesHere = 0;
      while (i < size && (entries[i] >>> 1) == score) {
        if ((entries[i++] & 1) == 1) {
          positivesHere++;
        } else {
          negativesHere++;
        }
      }
      wins += positivesHere * (negativesBelow + 0.5 * negativesHere);
      negativesBelow += negativesHere;
    }
    return wins / ((double) positives * (size - positives));
  }
}
