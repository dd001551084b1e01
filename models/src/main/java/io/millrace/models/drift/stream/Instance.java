/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.stream;

/**
 * An instance that a stream fills over and over. Its fields are open, because learners take plain
 * arrays and read them once per instance.
 */
public final class Instance {
  /** The label of an instance whose class is not known. */
  public static final int UNLABELLED = -1;

  /** A value per attribute: a number, or the code of a nominal value; NaN is missing. */
  public final double[] x;

  /** The class, from 0; {@link #UNLABELLED} when it is not known. */
  public int label = UNLABELLED;

  /**
   * @param attributes how many, at least 1
   */
  public Instance(int attributes) {
    if (attributes < 1) {
      throw new IllegalArgumentException(
          "an instance of " + attributes + " attributes: it needs at least one");
    }
    x = new double[attributes];
  }

  /** Takes over values and label of another instance of as many attributes. */
  public void copy(Instance other) {
    System.arraycopy(other.x, 0, x, 0, x.length);
    label = other.label;
  }
}
