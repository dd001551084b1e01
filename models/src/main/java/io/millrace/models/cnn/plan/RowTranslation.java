/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.net.Value;
import io.millrace.models.tensor.Activation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The network seen as operations on rows: follows the time axis from the input through every layer
 * that commutes with shifts, and notes for all others why they need the whole window.
 */
final class RowTranslation {
  private final Network network;
  private final Map<Integer, Sequence> sequences = new HashMap<>();
  private final Map<Integer, String> windowed = new HashMap<>();
  private final List<RowLayer> layers = new ArrayList<>();
  private final List<Layer> head = new ArrayList<>();

  private RowTranslation(Network network) {
    this.network = network;
  }

  /**
   * Translates as much as possible.
   *
   * @param keptInHead layers that are to be evaluated on the window although they commute with
   *     shifts
   */
  static RowTranslation of(Network network, Set<Layer> keptInHead) {
    RowTranslation translation = new RowTranslation(network);
    int window = network.window();
    translation.sequences.put(
        network.input(),
        new Sequence(
            network.input(), 2, network.channels(), window, Rate.ONE, new Span(0, window)));
    for (Layer layer : network.layers()) {
      translation.translate(layer, keptInHead.contains(layer));
    }
    translation.fuseActivations();
    return translation;
  }

  Network network() {
    return network;
  }

  /**
   * The same with a copy of a sequence, which some of its readers read instead.
   *
   * @param readers streamed layers that have the sequence among their operands
   */
  RowTranslation withCopy(int sequence, List<RowLayer> readers) {
    List<Value> values = new ArrayList<>(network.values());
    int copy = values.size();
    String name = network.value(sequence).name() + "/copy";
    values.add(new Value(copy, name, network.value(sequence).shape(), null));
    RowTranslation result =
        new RowTranslation(
            new Network(values, network.layers(), network.input(), network.output()));
    result.head.addAll(head);
    result.windowed.putAll(windowed);
    result.sequences.putAll(sequences);
    result.sequences.put(copy, sequences.get(sequence).as(copy));
    Op identity = new Op.Unary(Activation.NONE);
    Layer source = new Layer(name, "Identity", identity, List.of(sequence), copy);
    RowLayer made = new RowLayer(source, new RowOp.Apply(Activation.NONE), source.inputs(), copy);
    for (RowLayer layer : layers) {
      if (layer.equals(readers.get(0))) {
        result.layers.add(made);
      }
      result.layers.add(readers.contains(layer) ? layer.reading(sequence, copy) : layer);
    }
    return result;
  }

  /** The streamed layers in evaluation order. */
  List<RowLayer> layers() {
    return layers;
  }

  /** The other layers in evaluation order. */
  List<Layer> head() {
    return head;
  }

  /** The sequence that a value is, or null. */
  Sequence sequence(int value) {
    return sequences.get(value);
  }

  /**
   * Why a computed value is not a sequence: the first layer on its path that needs the whole
   * window; null for sequences.
   */
  String windowedBecause(int value) {
    return windowed.get(value);
  }

  private void translate(Layer layer, boolean keepInHead) {
    String inherited = null;
    for (int input : layer.inputs()) {
      if (inherited == null) {
        inherited = windowed.get(input);
      }
    }
    Row row = inherited != null || keepInHead ? null : RowRules.row(network, layer, sequences);
    if (row == null) {
      head.add(layer);
      windowed.put(
          layer.output(),
          inherited != null
              ? inherited
              : layer.describe() + ": " + RowRules.reason(layer, network, sequences));
      return;
    }
    RowLayer rowLayer = new RowLayer(layer, row.op(), row.inputs(), layer.output());
    layers.add(rowLayer);
    sequences.put(layer.output(), sequence(rowLayer, row.axis()));
  }

  private Sequence sequence(RowLayer layer, int axis) {
    Value value = network.value(layer.output());
    int length = value.shape()[axis];
    Rate rate = layer.op().rate(sequences.get(layer.inputs().get(0)).rate());
    return new Sequence(
        layer.output(),
        axis,
        value.size() / Math.max(1, length),
        length,
        rate,
        clean(layer, length));
  }

  /**
   * The longest run of rows that reads clean rows only: reads move with the row, so the two ends
   * can be searched.
   */
  private Span clean(RowLayer layer, int length) {
    int from = 0;
    int to = length;
    while (from < to && !readsClean(layer, from)) {
      from++;
    }
    while (to > from && !readsClean(layer, to - 1)) {
      to--;
    }
    return new Span(from, to);
  }

  private boolean readsClean(RowLayer layer, int row) {
    Span reads = layer.op().reads(new Span(row, row + 1));
    return layer.inputs().stream().allMatch(input -> sequences.get(input).clean().contains(reads));
  }

  /** Lets convolutions and dense layers apply the function that follows them. */
  private void fuseActivations() {
    Map<Integer, Integer> consumers = new HashMap<>();
    network.layers().forEach(l -> l.inputs().forEach(i -> consumers.merge(i, 1, Integer::sum)));
    consumers.merge(network.output(), 1, Integer::sum);
    for (int i = 0; i < layers.size(); i++) {
      RowLayer layer = layers.get(i);
      if (layer.op() instanceof RowOp.Apply apply && consumers.get(layer.inputs().get(0)) == 1) {
        int producer = producer(layer.inputs().get(0), i);
        RowOp fused = producer < 0 ? null : fused(layers.get(producer).op(), apply.function());
        if (fused != null) {
          layers.set(
              i,
              new RowLayer(
                  layers.get(producer).source(),
                  fused,
                  layers.get(producer).inputs(),
                  layer.output()));
          layers.remove(producer);
          i--;
        }
      }
    }
  }

  private int producer(int value, int before) {
    for (int i = before - 1; i >= 0; i--) {
      if (layers.get(i).output() == value) {
        return i;
      }
    }
    return -1;
  }

  private static RowOp fused(RowOp op, Activation function) {
    if (op instanceof RowOp.Convolve c && c.activation().kind() == Activation.Kind.NONE) {
      return new RowOp.Convolve(c.conv(), function);
    }
    if (op instanceof RowOp.Dense d && d.activation().kind() == Activation.Kind.NONE) {
      return new RowOp.Dense(d.linear(), function);
    }
    return null;
  }

  /**
   * What a layer becomes.
   *
   * @param axis the time axis of its output
   * @param inputs the sequences that it reads
   */
  record Row(RowOp op, int axis, List<Integer> inputs) {}

  /**
   * Whether a layer mixes neighbouring rows, so that it must not follow a layer that needs the
   * whole window.
   */
  static boolean mixesTime(Layer layer, Network network) {
    int length = 1;
    int[] shape = network.value(layer.output()).shape();
    if (layer.op() instanceof Op.Conv c) {
      length = c.kernel() > 1 ? shape[c.axis()] : 1;
    } else if (layer.op() instanceof Op.ConvTranspose c) {
      length = c.kernel() > 1 ? shape[c.axis()] : 1;
    } else if (layer.op() instanceof Op.Pool p) {
      length = p.kernel() > 1 ? shape[p.axis()] : 1;
    }
    return length > 1;
  }
}
