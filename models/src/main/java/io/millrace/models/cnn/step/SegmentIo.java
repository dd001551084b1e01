/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.CnnState;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.plan.Frontier;

/** Reduces a step's rows to its segments and pushes them into the stream's ring of segments. */
final class SegmentIo {
  private final Frontier.Segments segments;
  private final RowBuffer buffer;
  private final int stateOffset;

  SegmentIo(Frontier.Segments segments, RowBuffer buffer, int stateOffset) {
    this.segments = segments;
    this.buffer = buffer;
    this.stateOffset = stateOffset;
  }

  int slot() {
    return buffer.slot();
  }

  void push(CnnState state, float[] slot, int sample) {
    float[] history = state.history();
    int width = segments.width();
    int floats = segments.stateFloats();
    int pushed = Math.min(segments.perStep() * width, floats);
    System.arraycopy(history, stateOffset + pushed, history, stateOffset, floats - pushed);
    int from = sample * buffer.batchStride() + buffer.offset(segments.rows().from());
    int rows = segments.rows().count();
    int first = rows - segments.tail();
    int to = stateOffset + floats - pushed;
    if (segments.tail() == 0) {
      reduce(slot, from, rows, history, to);
    } else {
      reduce(slot, from, first, history, to);
      reduce(slot, from + first * width, segments.tail(), history, to + width);
    }
  }

  private void reduce(float[] in, int from, int rows, float[] out, int to) {
    int width = segments.width();
    System.arraycopy(in, from, out, to, width);
    for (int row = 1; row < rows; row++) {
      int at = from + row * width;
      if (segments.kind() == Op.Reduce.Kind.SUM) {
        for (int i = 0; i < width; i++) {
          out[to + i] += in[at + i];
        }
      } else if (segments.kind() == Op.Reduce.Kind.MAX) {
        for (int i = 0; i < width; i++) {
          out[to + i] = Math.max(out[to + i], in[at + i]);
        }
      } else {
        for (int i = 0; i < width; i++) {
          out[to + i] = Math.min(out[to + i], in[at + i]);
        }
      }
    }
  }
}
