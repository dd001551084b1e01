/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Transcendental functions on vectors, within 5e-7 (exp: relative 3e-7) of double precision. NaN
 * gives NaN, infinities their limits.
 */
final class VectorMath {
  private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;

  /** Adding it rounds to an integer, which then stands in the lowest bits. */
  private static final float ROUNDER = 12582912f;

  private static final float LOG2_E = 1.44269504088896341f;
  // ln 2 in two parts, so that n * ln 2 is subtracted exactly (Cody and Waite).
  private static final float LN2_HIGH = 0.693359375f;
  private static final float LN2_LOW = -2.12194440e-4f;

  private VectorMath() {}

  /**
   * e to the x: x = n ln 2 + r, the polynomial for e^r is that of the Cephes library (expf).
   * Results below 2e-38 become zero.
   */
  static FloatVector exp(FloatVector x) {
    FloatVector clamped = x.max(-87.3f).min(89f);
    FloatVector shifted =
        clamped.fma(FloatVector.broadcast(S, LOG2_E), FloatVector.broadcast(S, ROUNDER));
    FloatVector n = shifted.sub(ROUNDER);
    FloatVector r = n.fma(FloatVector.broadcast(S, -LN2_HIGH), clamped);
    r = n.fma(FloatVector.broadcast(S, -LN2_LOW), r);
    FloatVector p = FloatVector.broadcast(S, 1.9875691500e-4f);
    p = p.fma(r, FloatVector.broadcast(S, 1.3981999507e-3f));
    p = p.fma(r, FloatVector.broadcast(S, 8.3334519073e-3f));
    p = p.fma(r, FloatVector.broadcast(S, 4.1665795894e-2f));
    p = p.fma(r, FloatVector.broadcast(S, 1.6666665459e-1f));
    p = p.fma(r, FloatVector.broadcast(S, 5.0000001201e-1f));
    p = p.fma(r.mul(r), r.add(1f));
    // 2^(n-1), twice: n may be 128, and is -126 where the result shall vanish.
    FloatVector scale =
        shifted
            .reinterpretAsInts()
            .add(126)
            .lanewise(VectorOperators.LSHL, 23)
            .reinterpretAsFloats();
    return p.add(p).mul(scale);
  }

  /** Polynomial of Cephes (tanhf) near zero, else 1 - 2 / (e^2|x| + 1) with the sign of x. */
  static FloatVector tanh(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector far = FloatVector.broadcast(S, 2f).div(exp(a.add(a)).add(1f));
    far = FloatVector.broadcast(S, 1f).sub(far);
    VectorMask<Float> negative = x.compare(VectorOperators.LT, 0f);
    far = far.blend(far.neg(), negative);
    FloatVector z = x.mul(x);
    FloatVector p = FloatVector.broadcast(S, -5.70498872745e-3f);
    p = p.fma(z, FloatVector.broadcast(S, 2.06390887954e-2f));
    p = p.fma(z, FloatVector.broadcast(S, -5.37397155531e-2f));
    p = p.fma(z, FloatVector.broadcast(S, 1.33314422036e-1f));
    p = p.fma(z, FloatVector.broadcast(S, -3.33332819422e-1f));
    FloatVector near = p.mul(z).fma(x, x);
    return far.blend(near, a.compare(VectorOperators.LT, 0.625f));
  }

  /** Abramowitz and Stegun, Handbook of Mathematical Functions, equation 7.1.26. */
  static FloatVector erf(FloatVector x) {
    FloatVector a = x.abs();
    FloatVector one = FloatVector.broadcast(S, 1f);
    FloatVector t = one.div(a.fma(FloatVector.broadcast(S, 0.3275911f), one));
    FloatVector p = FloatVector.broadcast(S, 1.061405429f);
    p = p.fma(t, FloatVector.broadcast(S, -1.453152027f));
    p = p.fma(t, FloatVector.broadcast(S, 1.421413741f));
    p = p.fma(t, FloatVector.broadcast(S, -0.284496736f));
    p = p.fma(t, FloatVector.broadcast(S, 0.254829592f));
    FloatVector far = one.sub(p.mul(t).mul(exp(x.mul(x).neg())));
    return far.blend(far.neg(), x.compare(VectorOperators.LT, 0f));
  }
}
