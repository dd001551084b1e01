/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Op;
import java.util.List;

/** Moves zero padding into the convolutions that read it. */
final class FoldPad implements Pass {
  @Override
  public void visit(Layer layer, Draft draft, int[] uses) {
    Layer producer = layer.inputs().isEmpty() ? null : draft.producer(layer.input(0));
    if (producer == null
        || !(layer.op() instanceof Op.Conv c)
        || !(producer.op() instanceof Op.Pad pad)
        || pad.mode() != Op.Pad.Mode.CONSTANT
        || pad.value() != 0
        || pad.axis() != c.axis()) {
      draft.append(layer);
      return;
    }
    Op.Conv padded =
        new Op.Conv(
            c.weight(),
            c.bias(),
            c.inChannels(),
            c.outChannels(),
            c.kernel(),
            c.stride(),
            c.dilation(),
            c.groups(),
            c.padLeft() + pad.before(),
            c.padRight() + pad.after(),
            c.axis());
    draft.append(Draft.with(layer, padded, List.of(producer.input(0))));
  }
}
