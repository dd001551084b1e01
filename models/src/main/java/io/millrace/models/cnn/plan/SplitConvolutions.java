/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Op;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives every part of a convolution's channels that is taken by itself a convolution of its own, as
 * in gated units: nothing is copied apart, and the activation behind each part joins its
 * convolution. Costs the same operations, or fewer where channels were not used.
 */
final class SplitConvolutions {
  private static final int CHANNELS = 1;

  private final Network network;
  private final Map<Integer, List<Layer>> readers = new HashMap<>();

  private SplitConvolutions(Network network) {
    this.network = network;
    for (Layer layer : network.layers()) {
      for (int input : layer.inputs()) {
        readers.computeIfAbsent(input, unused -> new ArrayList<>()).add(layer);
      }
    }
  }

  static Network of(Network network) {
    return new SplitConvolutions(network).split();
  }

  private Network split() {
    Map<Integer, Layer> parted = new HashMap<>();
    for (Layer layer : network.layers()) {
      if (layer.op() instanceof Op.Conv conv && parts(layer, conv)) {
        parted.put(layer.output(), layer);
      }
    }
    List<Layer> layers = new ArrayList<>();
    for (Layer layer : network.layers()) {
      Layer source = layer.inputs().isEmpty() ? null : parted.get(layer.input(0));
      if (source != null) {
        layers.add(part(source, layer));
      } else if (!parted.containsKey(layer.output())) {
        layers.add(layer);
      }
    }
    return new Network(network.values(), layers, network.input(), network.output());
  }

  /** Whether only slices of channels read it, that together take no channel twice. */
  private boolean parts(Layer layer, Op.Conv conv) {
    List<Layer> slices = readers.getOrDefault(layer.output(), List.of());
    int taken = 0;
    for (Layer reader : slices) {
      if (!(reader.op() instanceof Op.Slice slice) || slice.axis() != CHANNELS) {
        return false;
      }
      taken += channels(reader);
    }
    return taken > 0
        && taken <= conv.outChannels()
        && conv.groups() == 1
        && layer.output() != network.output();
  }

  private int channels(Layer slice) {
    return network.value(slice.output()).shape()[CHANNELS];
  }

  private Layer part(Layer source, Layer reader) {
    Op.Conv conv = (Op.Conv) source.op();
    Op.Slice slice = (Op.Slice) reader.op();
    int count = channels(reader);
    int block = conv.inChannels() * conv.kernel();
    float[] weight = new float[count * block];
    float[] bias = new float[count];
    for (int i = 0; i < count; i++) {
      int channel = slice.start() + i * slice.step();
      System.arraycopy(conv.weight(), channel * block, weight, i * block, block);
      bias[i] = conv.bias()[channel];
    }
    Op.Conv part =
        new Op.Conv(
            weight,
            bias,
            conv.inChannels(),
            count,
            conv.kernel(),
            conv.stride(),
            conv.dilation(),
            conv.groups(),
            conv.padLeft(),
            conv.padRight(),
            conv.axis());
    return new Layer(source.name(), source.onnxOp(), part, source.inputs(), reader.output());
  }
}
