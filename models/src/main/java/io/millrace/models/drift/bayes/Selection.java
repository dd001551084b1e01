/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.bayes;

import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Chance;
import java.util.Arrays;

/** The attributes that statistics are kept of: all, or a random subspace as forests use. */
public final class Selection {
  final int[] numeric;
  final int[] nominal;

  private Selection(int[] numeric, int[] nominal) {
    this.numeric = numeric;
    this.nominal = nominal;
  }

  public static Selection all(Attributes attributes) {
    return new Selection(attributes.numericPositions(), attributes.nominalPositions());
  }

  /**
   * A random subspace, always the same for a seed.
   *
   * @param size of the subspace, from 1; all attributes when it is not below their number
   */
  public static Selection random(Attributes attributes, int size, long seed) {
    int count = attributes.count();
    if (size >= count) {
      return all(attributes);
    }
    int[] order = new int[count];
    Arrays.setAll(order, i -> i);
    Chance chance = new Chance(seed);
    for (int i = 0; i < size; i++) {
      int other = i + chance.nextInt(count - i);
      int chosen = order[other];
      order[other] = order[i];
      order[i] = chosen;
    }
    int[] chosen = Arrays.copyOf(order, size);
    Arrays.sort(chosen);
    return new Selection(
        Arrays.stream(chosen).filter(i -> !attributes.nominal(i)).toArray(),
        Arrays.stream(chosen).filter(attributes::nominal).toArray());
  }

  public int numericCount() {
    return numeric.length;
  }

  public int nominalCount() {
    return nominal.length;
  }

  /** Position in the instance of the i-th numeric attribute here. */
  public int numeric(int i) {
    return numeric[i];
  }

  /** Position in the instance of the i-th nominal attribute here. */
  public int nominal(int i) {
    return nominal[i];
  }
}
