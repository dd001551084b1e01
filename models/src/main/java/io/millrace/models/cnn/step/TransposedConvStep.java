/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.plan.Span;
import io.millrace.models.cnn.step.RowSteps.Operand;
import io.millrace.models.tensor.Activation;
import io.millrace.models.tensor.Conv1d;
import io.millrace.models.tensor.ConvSpec;
import io.millrace.models.tensor.Kernels;
import java.util.ArrayList;
import java.util.List;

/**
 * A transposed convolution of stride s as s ordinary ones: output row u sees tap j at input row (u
 * + padLeft - j * dilation) / s where that is whole, hence the output rows of one phase see the
 * same taps, evenly spread, in reverse.
 */
record TransposedConvStep(List<Phase> phases, Operand in, RowBuffer out, int stride, float[] bias)
    implements RowStep {

  /** Output rows first, first + stride, ...; conv is null where no tap reaches them. */
  private record Phase(Conv1d conv, int firstRow, int rows, int firstRead) {}

  static TransposedConvStep of(
      Op.ConvTranspose op, Operand in, RowBuffer out, Span fresh, Kernels kernels) {
    List<Phase> phases = new ArrayList<>();
    int stride = op.stride();
    for (int row = fresh.from(); row < Math.min(fresh.to(), fresh.from() + stride); row++) {
      Taps taps = Taps.of(op, Math.floorMod(row + op.padLeft(), stride));
      int rows = (fresh.to() - row - 1) / stride + 1;
      int newest = (row + op.padLeft() - taps.first() * op.dilation()) / stride;
      phases.add(
          new Phase(
              taps.count() == 0 ? null : kernels.conv(spec(op, taps)),
              row,
              rows,
              newest - (taps.count() - 1) * taps.dilation()));
    }
    return new TransposedConvStep(phases, in, out, stride, op.bias());
  }

  /**
   * The taps that a phase sees: first, first + step, ...; each one reads so many input rows before
   * the one in front of it.
   */
  private record Taps(int first, int step, int count, int dilation) {
    static Taps of(Op.ConvTranspose op, int phase) {
      int first = 0;
      while (first < op.kernel() && (phase - (long) first * op.dilation()) % op.stride() != 0) {
        first++;
      }
      int step = 1;
      while ((long) step * op.dilation() % op.stride() != 0) {
        step++;
      }
      int count = (op.kernel() - first + step - 1) / step;
      return new Taps(first, step, count, step * op.dilation() / op.stride());
    }
  }

  private static ConvSpec spec(Op.ConvTranspose op, Taps taps) {
    int outPerGroup = op.outChannels() / op.groups();
    int inPerGroup = op.inChannels() / op.groups();
    float[] weight = new float[op.outChannels() * inPerGroup * taps.count()];
    for (int o = 0; o < op.outChannels(); o++) {
      for (int i = 0; i < inPerGroup; i++) {
        int channel = o / outPerGroup * inPerGroup + i;
        for (int tap = 0; tap < taps.count(); tap++) {
          int original = taps.first() + (taps.count() - 1 - tap) * taps.step();
          weight[(o * inPerGroup + i) * taps.count() + tap] =
              op.weight()[(channel * outPerGroup + o % outPerGroup) * op.kernel() + original];
        }
      }
    }
    return new ConvSpec(
        weight,
        op.bias(),
        op.inChannels(),
        op.outChannels(),
        taps.count(),
        1,
        taps.dilation(),
        op.groups(),
        Activation.NONE);
  }

  @Override
  public void run(float[][] slots, int batch) {
    float[] target = slots[out.slot()];
    for (Phase phase : phases) {
      if (phase.conv() == null) {
        fillBias(target, phase, batch);
        continue;
      }
      phase
          .conv()
          .apply(
              slots[in.buffer().slot()],
              in.offset(phase.firstRead()),
              in.buffer().batchStride(),
              target,
              out.offset(phase.firstRow()),
              out.batchStride(),
              stride * out.width(),
              batch,
              phase.rows());
    }
  }

  private void fillBias(float[] target, Phase phase, int batch) {
    for (int b = 0; b < batch; b++) {
      for (int row = 0; row < phase.rows(); row++) {
        int to = b * out.batchStride() + out.offset(phase.firstRow() + row * stride);
        System.arraycopy(bias, 0, target, to, out.width());
      }
    }
  }

  @Override
  public void close() {
    phases.forEach(
        phase -> {
          if (phase.conv() != null) {
            phase.conv().close();
          }
        });
  }
}
