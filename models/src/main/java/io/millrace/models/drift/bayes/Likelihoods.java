/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.bayes;

/** Room for a factor and a natural exponent per class while votes are counted; one per learner. */
public final class Likelihoods {
  double[] factor = new double[8];
  double[] exponent = new double[8];

  void reserve(int rows) {
    if (rows > factor.length) {
      factor = new double[rows];
      exponent = new double[rows];
    }
  }
}
