/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.learner;

import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * What a learner knows of its attributes: how many, and which are nominal. The values of a nominal
 * attribute are the codes 0, 1, 2, ... in a double; new codes may turn up at any time. A missing
 * value is NaN.
 */
public final class Attributes {
  private final int count;
  private final BitSet nominal;

  private Attributes(int count, BitSet nominal) {
    this.count = count;
    this.nominal = nominal;
  }

  /**
   * @param count of attributes, at least 1
   * @throws IllegalArgumentException when there is none
   */
  public static Attributes numeric(int count) {
    return of(count, new BitSet());
  }

  /**
   * @param count of attributes, at least 1
   * @param nominal the positions of those that are nominal, all below count
   * @throws IllegalArgumentException when there is none, or a position is beyond them
   */
  public static Attributes of(int count, BitSet nominal) {
    if (count < 1 || nominal.length() > count) {
      throw new IllegalArgumentException(
          count
              + " attributes of which "
              + nominal
              + " are nominal: give at least one attribute, and positions below their number");
    }
    return new Attributes(count, (BitSet) nominal.clone());
  }

  public int count() {
    return count;
  }

  public boolean nominal(int attribute) {
    return nominal.get(attribute);
  }

  /** Positions of the nominal attributes, ascending. */
  public int[] nominalPositions() {
    return nominal.stream().toArray();
  }

  /** Positions of the numeric attributes, ascending. */
  public int[] numericPositions() {
    return IntStream.range(0, count).filter(i -> !nominal.get(i)).toArray();
  }
}
