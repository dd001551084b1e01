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

  /** The function of one number: in double precision, rounded once. NaN gives NaN. */
  public float apply(float x) {
    return switch (kind) {
      case NONE -> x;
      case RELU -> Math.max(x, 0);
      case LEAKY_RELU -> x >= 0 ? x : alpha * x;
      case ELU -> x > 0 ? x : (float) (alpha * Math.expm1(x));
      case SELU -> x > 0 ? beta * x : (float) ((double) beta * alpha * Math.expm1(x));
      case SIGMOID -> (float) (1 / (1 + Math.exp(-x)));
      case TANH -> (float) Math.tanh(x);
      case HARD_SIGMOID -> Math.max(0, Math.min(1, alpha * x + beta));
      case HARD_SWISH -> x * Math.max(0, Math.min(1, x / 6 + 0.5f));
      case GELU -> (float) (0.5 * x * (1 + Erf.erf(x / Math.sqrt(2))));
      case ERF -> (float) Erf.erf(x);
      case SOFTPLUS -> (float) (Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))));
      case SOFTSIGN -> x / (1 + Math.abs(x));
      case CLIP -> Math.min(Math.max(x, alpha), beta);
      case ABS -> Math.abs(x);
      case NEG -> -x;
      case EXP -> (float) Math.exp(x);
      case LOG -> (float) Math.log(x);
      case SQRT -> (float) Math.sqrt(x);
      case RECIPROCAL -> 1 / x;
      case FLOOR -> (float) Math.floor(x);
      case CEIL -> (float) Math.ceil(x);
      case ROUND -> (float) Math.rint(x);
      case SIGN -> Math.signum(x);
    };
  }
}
