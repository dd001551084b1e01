/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor;

/**
 * An elementwise function with its parameters.
 *
 * @param alpha LEAKY_RELU: slope; ELU, SELU: alpha; HARD_SIGMOID: alpha; CLIP: minimum
 * @param beta SELU: gamma; HARD_SIGMOID: beta; CLIP: maximum
 */
public record Activation(Kind kind, float alpha, float beta) {
  public static final Activation NONE = new Activation(Kind.NONE, 0, 0);
  public static final Activation RELU = new Activation(Kind.RELU, 0, 0);

  /** The function. */
  public enum Kind {
    NONE,
    RELU,
    LEAKY_RELU,
    ELU,
    SELU,
    SIGMOID,
    TANH,
    HARD_SIGMOID,
    HARD_SWISH,
    GELU,
    ERF,
    SOFTPLUS,
    SOFTSIGN,
    CLIP,
    ABS,
    NEG,
    EXP,
    LOG,
    SQRT,
    RECIPROCAL,
    FLOOR,
    CEIL,
    ROUND,
    SIGN
  }
}
