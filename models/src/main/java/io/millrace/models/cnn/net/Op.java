/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.net;

import io.millrace.models.tensor.Activation;
import java.util.List;

/**
 * What a layer does. Axes are non-negative and refer to the operand's shape, batch axis included.
 * Weights lie in the record; operands that are data or broadcast constants are {@link Value}s of
 * the layer.
 */
public sealed interface Op {

  /**
   * Cross-correlation along one axis; channels on axis 1, all other axes of length one.
   *
   * @param weight (outChannels, inChannels / groups, kernel) row-major
   * @param bias outChannels values
   */
  record Conv(
      float[] weight,
      float[] bias,
      int inChannels,
      int outChannels,
      int kernel,
      int stride,
      int dilation,
      int groups,
      int padLeft,
      int padRight,
      int axis)
      implements Op {}

  /**
   * Transposed convolution along one axis: {@code out[t * stride + j * dilation - padLeft] += w[j]
   * * in[t]}.
   *
   * @param weight (inChannels, outChannels / groups, kernel) row-major
   * @param bias outChannels values
   */
  record ConvTranspose(
      float[] weight,
      float[] bias,
      int inChannels,
      int outChannels,
      int kernel,
      int stride,
      int dilation,
      int groups,
      int padLeft,
      int padRight,
      int outputPadding,
      int axis)
      implements Op {}

  /**
   * Pooling along one axis. Padding counts as minus infinity (MAX), as zero (AVERAGE, countPadding)
   * or not at all.
   */
  record Pool(
      Kind kind,
      int kernel,
      int stride,
      int dilation,
      int padLeft,
      int padRight,
      boolean countPadding,
      int axis)
      implements Op {
    /** The pooling function. */
    public enum Kind {
      MAX,
      AVERAGE
    }
  }

  /** Padding along one axis; negative amounts have become {@link Slice}. */
  record Pad(Mode mode, int before, int after, float value, int axis) implements Op {
    /** Where the padded elements come from. */
    public enum Mode {
      CONSTANT,
      REFLECT,
      EDGE,
      WRAP
    }
  }

  /** An elementwise function of one operand. */
  record Unary(Activation function) implements Op {}

  /** An elementwise function of two operands with NumPy broadcasting. PRELU takes (x, slope). */
  record Binary(Kind kind) implements Op {
    /** The function. */
    public enum Kind {
      ADD,
      SUB,
      MUL,
      DIV,
      POW,
      MAX,
      MIN,
      PRELU
    }
  }

  /**
   * Per-channel {@code scale * x + shift} along an axis: batch normalisation that could not be
   * folded.
   */
  record Affine(float[] scale, float[] shift, int axis) implements Op {}

  /**
   * A dense layer over the last axis with constant weights.
   *
   * @param weight (in, out) row-major
   * @param bias out values
   */
  record Linear(float[] weight, float[] bias, int in, int out) implements Op {}

  /**
   * Matrix product of two computed (or one computed, one constant of rank above two) operands,
   * NumPy rules.
   */
  record MatMul() implements Op {}

  /** Joins operands along an axis. */
  record Concat(int axis) implements Op {}

  /**
   * Elements start, start + step, ... along one axis, as many as the output shape says; step may be
   * negative.
   */
  record Slice(int axis, int start, int step) implements Op {}

  /** Elements at the indices along one axis, the axis kept. */
  record Gather(int axis, List<Integer> indices) implements Op {
    public Gather {
      indices = List.copyOf(indices);
    }
  }

  /** Permutes the axes: {@code out.shape[i] = in.shape[perm[i]]}. */
  record Transpose(List<Integer> perm) implements Op {
    public Transpose {
      perm = List.copyOf(perm);
    }
  }

  /**
   * The same elements in row-major order under the output's shape (Reshape, Flatten, Squeeze,
   * Unsqueeze).
   */
  record Reshape() implements Op {}

  /** Repeats axes of length one to the output's shape. */
  record Expand() implements Op {}

  /** Softmax along one axis, its logarithm when log. */
  record Softmax(int axis, boolean log) implements Op {}

  /**
   * Normalises over the axes from {@code axis} to the last; scale and shift have their joint size.
   */
  record LayerNorm(int axis, float[] scale, float[] shift, float epsilon) implements Op {}

  /** Normalises every channel (axis 1) over all later axes. */
  record InstanceNorm(float[] scale, float[] shift, float epsilon) implements Op {}

  /** Reduces axes; GlobalAveragePool and GlobalMaxPool are MEAN and MAX with the axis kept. */
  record Reduce(Kind kind, List<Integer> axes, boolean keepAxes) implements Op {
    public Reduce {
      axes = List.copyOf(axes);
    }

    /** The reduction. */
    public enum Kind {
      MEAN,
      SUM,
      MAX,
      MIN,
      PROD,
      L1,
      L2,
      SUM_SQUARE
    }
  }

  /** Running sum along an axis. */
  record CumSum(int axis, boolean exclusive, boolean reverse) implements Op {}

  /**
   * GRU or LSTM over (time, 1, features), gates in ONNX order (zrh, iofc), default activations.
   *
   * @param inputWeight (directions, gates * hidden, features)
   * @param recurrentWeight (directions, gates * hidden, hidden)
   * @param bias (directions, 2 * gates * hidden): input biases, then recurrent ones
   * @param initialHidden (directions, hidden)
   * @param initialCell (directions, hidden); empty for a GRU
   * @param linearBeforeReset GRU only: the reset gate applies after the recurrent product and its
   *     bias
   */
  record Recurrent(
      Cell cell,
      Direction direction,
      Output output,
      int features,
      int hidden,
      float[] inputWeight,
      float[] recurrentWeight,
      float[] bias,
      float[] initialHidden,
      float[] initialCell,
      boolean linearBeforeReset)
      implements Op {
    /** The cell type. */
    public enum Cell {
      GRU,
      LSTM
    }

    /** In which order steps are visited. */
    public enum Direction {
      FORWARD,
      REVERSE,
      BIDIRECTIONAL
    }

    /**
     * Which of the node's outputs: SEQUENCE (time, directions, 1, hidden), the others (directions,
     * 1, hidden).
     */
    public enum Output {
      SEQUENCE,
      LAST_HIDDEN,
      LAST_CELL
    }
  }

  /**
   * A forward recurrent layer whose states (time, 1, 1, hidden, and for an LSTM as many cells
   * behind them) a streaming plan carries across hops. No imported network has it.
   */
  record Carried(Recurrent recurrent) implements Op {}

  /**
   * Integer up-sampling along one axis; output t reads input {@code floor(t / factor)} (NEAREST).
   */
  record Resize(Mode mode, int factor, int axis) implements Op {
    /** How samples between two inputs are made; LINEAR uses half-pixel coordinates. */
    public enum Mode {
      NEAREST,
      LINEAR
    }
  }
}
