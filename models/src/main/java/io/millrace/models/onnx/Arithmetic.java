/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Op;

/** Functions of two constants. */
enum Arithmetic implements TensorMath.Pair {
  ADD {
    @Override
    public long of(long a, long b) {
      return a + b;
    }

    @Override
    public float of(float a, float b) {
      return a + b;
    }
  },
  SUB {
    @Override
    public long of(long a, long b) {
      return a - b;
    }

    @Override
    public float of(float a, float b) {
      return a - b;
    }
  },
  MUL {
    @Override
    public long of(long a, long b) {
      return a * b;
    }

    @Override
    public float of(float a, float b) {
      return a * b;
    }
  },
  DIV {
    @Override
    public long of(long a, long b) {
      return a / checked(b);
    }

    @Override
    public float of(float a, float b) {
      return a / b;
    }
  },
  POW {
    @Override
    public long of(long a, long b) {
      return (long) Math.pow((double) a, (double) b);
    }

    @Override
    public float of(float a, float b) {
      return (float) Math.pow(a, b);
    }
  },
  MAX {
    @Override
    public long of(long a, long b) {
      return Math.max(a, b);
    }

    @Override
    public float of(float a, float b) {
      return Math.max(a, b);
    }
  },
  MIN {
    @Override
    public long of(long a, long b) {
      return Math.min(a, b);
    }

    @Override
    public float of(float a, float b) {
      return Math.min(a, b);
    }
  },
  /** The sign of the divisor, as Python has it. */
  MOD {
    @Override
    public long of(long a, long b) {
      return Math.floorMod(a, checked(b));
    }

    @Override
    public float of(float a, float b) {
      return a - (float) Math.floor(a / b) * b;
    }
  },
  /** The sign of the dividend, as C has it. */
  FMOD {
    @Override
    public long of(long a, long b) {
      return a % checked(b);
    }

    @Override
    public float of(float a, float b) {
      return a % b;
    }
  };

  static Arithmetic of(Node node, Op.Binary.Kind kind) {
    return switch (kind) {
      case ADD -> ADD;
      case SUB -> SUB;
      case MUL -> MUL;
      case DIV -> DIV;
      case POW -> POW;
      case MAX -> MAX;
      case MIN -> MIN;
      case PRELU ->
          throw node.unsupported("is applied to a constant: fold constants when exporting");
    };
  }

  private static long checked(long divisor) {
    if (divisor == 0) {
      throw new ArithmeticException("an integer is divided by zero");
    }
    return divisor;
  }
}
