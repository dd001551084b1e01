/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.plan.RowOp;
import io.millrace.models.cnn.plan.Span;
import io.millrace.models.tensor.Activation;
import io.millrace.models.tensor.Conv1d;
import io.millrace.models.tensor.ConvSpec;
import io.millrace.models.tensor.Kernels;
import java.util.List;

/** Compiles operations on rows into steps. */
final class RowSteps {
  private RowSteps() {}

  /**
   * An operand as a step reads it.
   *
   * @param shift row t of the operand is row t + shift of the buffer
   * @param padded whether rows of padding lie in front of the buffer's
   */
  record Operand(RowBuffer buffer, int shift, boolean padded) {
    int offset(int row) {
      return buffer.offset(row + shift);
    }
  }

  static RowStep compile(
      RowOp op, List<Operand> inputs, RowBuffer out, Span fresh, Kernels kernels) {
    Operand in = inputs.get(0);
    if (op instanceof RowOp.Convolve c) {
      return new ConvStep(kernels.conv(spec(c)), in, op.reads(fresh).from(), out, fresh);
    } else if (op instanceof RowOp.Dense d) {
      return new ConvStep(kernels.conv(spec(d)), in, fresh.from(), out, fresh);
    } else if (op instanceof RowOp.ConvolveTransposed c) {
      return TransposedConvStep.of(c.conv(), in, out, fresh, kernels);
    } else if (op instanceof RowOp.PoolRows p) {
      return pool(p.pool(), in, op.reads(fresh).from(), out, fresh, kernels);
    } else if (op instanceof RowOp.Upsample u) {
      return new UpsampleStep(u, in, out, fresh);
    } else if (op instanceof RowOp.Subsample s) {
      return subsample(s, in, out, fresh);
    } else if (op instanceof RowOp.Apply a) {
      return apply(a.function(), in, out, fresh, kernels);
    } else if (op instanceof RowOp.Combine c) {
      return new CombineStep(c, inputs, out, fresh, kernels);
    } else if (op instanceof RowOp.Recur r) {
      return new CarriedStep(r.op(), in, out, fresh, kernels);
    } else if (op instanceof RowOp.Join) {
      return join(inputs, out, fresh);
    } else if (op instanceof RowOp.PerRow p) {
      return new SingleRowStep(RowFunction.of(p), in, out, fresh);
    }
    throw new IllegalStateException("no step for " + op.getClass().getSimpleName());
  }

  private static ConvSpec spec(RowOp.Convolve c) {
    Op.Conv conv = c.conv();
    return new ConvSpec(
        conv.weight(),
        conv.bias(),
        conv.inChannels(),
        conv.outChannels(),
        conv.kernel(),
        conv.stride(),
        conv.dilation(),
        conv.groups(),
        c.activation());
  }

  private static ConvSpec spec(RowOp.Dense d) {
    Op.Linear linear = d.linear();
    float[] weight = new float[linear.in() * linear.out()];
    for (int i = 0; i < linear.in(); i++) {
      for (int o = 0; o < linear.out(); o++) {
        weight[o * linear.in() + i] = linear.weight()[i * linear.out() + o];
      }
    }
    return new ConvSpec(
        weight, linear.bias(), linear.in(), linear.out(), 1, 1, 1, 1, d.activation());
  }

  /** A convolution of fresh rows. */
  private record ConvStep(Conv1d conv, Operand in, int first, RowBuffer out, Span fresh)
      implements RowStep {
    @Override
    public void run(float[][] slots, int batch) {
      conv.apply(
          slots[in.buffer().slot()],
          in.offset(first),
          in.buffer().batchStride(),
          slots[out.slot()],
          out.offset(fresh.from()),
          out.batchStride(),
          out.width(),
          batch,
          fresh.count());
    }

    @Override
    public void close() {
      conv.close();
    }
  }

  private static RowStep pool(
      Op.Pool p, Operand in, int first, RowBuffer out, Span fresh, Kernels kernels) {
    boolean average = p.kind() == Op.Pool.Kind.AVERAGE;
    return (slots, batch) ->
        kernels.pool(
            average,
            p.kernel(),
            p.stride(),
            p.dilation(),
            out.width(),
            slots[in.buffer().slot()],
            in.offset(first),
            in.buffer().batchStride(),
            slots[out.slot()],
            out.offset(fresh.from()),
            out.batchStride(),
            out.width(),
            batch,
            fresh.count());
  }

  private static RowStep subsample(RowOp.Subsample s, Operand in, RowBuffer out, Span fresh) {
    return (slots, batch) -> {
      for (int b = 0; b < batch; b++) {
        for (int row = fresh.from(); row < fresh.to(); row++) {
          System.arraycopy(
              slots[in.buffer().slot()],
              b * in.buffer().batchStride() + in.offset(s.start() + row * s.step()),
              slots[out.slot()],
              b * out.batchStride() + out.offset(row),
              out.width());
        }
      }
    };
  }

  private static RowStep apply(
      Activation function, Operand in, RowBuffer out, Span fresh, Kernels kernels) {
    int length = fresh.count() * out.width();
    return (slots, batch) -> {
      float[] target = slots[out.slot()];
      for (int b = 0; b < batch; b++) {
        int to = b * out.batchStride() + out.offset(fresh.from());
        int from = b * in.buffer().batchStride() + in.offset(fresh.from());
        System.arraycopy(slots[in.buffer().slot()], from, target, to, length);
        kernels.activate(function, target, to, length);
      }
    };
  }

  private static RowStep join(List<Operand> inputs, RowBuffer out, Span fresh) {
    return (slots, batch) -> {
      int column = 0;
      for (Operand in : inputs) {
        int width = in.buffer().width();
        for (int b = 0; b < batch; b++) {
          int from = b * in.buffer().batchStride() + in.offset(fresh.from());
          int to = b * out.batchStride() + out.offset(fresh.from()) + column;
          for (int row = 0; row < fresh.count(); row++) {
            System.arraycopy(
                slots[in.buffer().slot()],
                from + row * width,
                slots[out.slot()],
                to + row * out.width(),
                width);
          }
        }
        column += width;
      }
    };
  }
}
