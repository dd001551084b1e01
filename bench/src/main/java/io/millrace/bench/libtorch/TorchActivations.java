/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.libtorch;

import ai.djl.ndarray.NDArray;
import io.millrace.models.tensor.Activation;
import java.util.function.UnaryOperator;

/** Elementwise functions in libtorch. */
final class TorchActivations {
  private TorchActivations() {}

  static UnaryOperator<NDArray> of(Activation f) {
    return switch (f.kind()) {
      case NONE -> x -> x;
      case RELU -> x -> x.getNDArrayInternal().relu();
      case LEAKY_RELU -> x -> x.getNDArrayInternal().leakyRelu(f.alpha());
      case ELU -> x -> x.getNDArrayInternal().elu(f.alpha());
      case SELU -> x -> x.getNDArrayInternal().elu(f.alpha()).muli(f.beta());
      case SIGMOID -> x -> x.getNDArrayInternal().sigmoid();
      case TANH -> NDArray::tanh;
      case HARD_SIGMOID -> x -> x.mul(f.alpha()).addi(f.beta()).clip(0, 1);
      case HARD_SWISH -> x -> x.div(6).addi(0.5f).clip(0, 1).muli(x);
      case GELU -> x -> x.getNDArrayInternal().gelu();
      case ERF -> NDArray::erf;
      case SOFTPLUS -> x -> x.getNDArrayInternal().softPlus();
      case SOFTSIGN -> x -> x.getNDArrayInternal().softSign();
      case CLIP -> x -> x.clip(f.alpha(), f.beta());
      case ABS -> NDArray::abs;
      case NEG -> NDArray::neg;
      case EXP -> NDArray::exp;
      case LOG -> NDArray::log;
      case SQRT -> NDArray::sqrt;
      case RECIPROCAL -> x -> x.pow(-1);
      case FLOOR -> NDArray::floor;
      case CEIL -> NDArray::ceil;
      case ROUND -> NDArray::round;
      case SIGN -> NDArray::sign;
    };
  }
}
