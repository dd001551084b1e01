/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.net.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of the network that is evaluated on the window: its layers, and the sequences on its
 * frontier. Reductions over the window's time read partial results per step instead of the window's
 * rows.
 */
final class HeadNetwork {
  private final RowTranslation rows;
  private final int granule;
  private final List<Value> values;
  private final List<Layer> layers = new ArrayList<>();
  private final List<Frontier> frontiers = new ArrayList<>();
  private final Set<Integer> frontierValues = new LinkedHashSet<>();
  private final Map<Integer, Integer> timeAxes = new HashMap<>();

  private HeadNetwork(RowTranslation rows, int granule) {
    this.rows = rows;
    this.granule = granule;
    this.values = new ArrayList<>(rows.network().values());
  }

  static HeadNetwork of(RowTranslation rows, int granule) {
    HeadNetwork head = new HeadNetwork(rows, granule);
    for (Layer layer : rows.head()) {
      head.add(layer);
    }
    int output = rows.network().output();
    if (rows.sequence(output) != null) {
      head.readRows(output);
    }
    return head;
  }

  Network network() {
    Network network = rows.network();
    return new Network(values, network.layers(), network.input(), network.output());
  }

  List<Layer> layers() {
    return layers;
  }

  List<Frontier> frontiers() {
    return frontiers;
  }

  /** The sequences that the head depends on, whole or by partial results. */
  Set<Integer> frontierValues() {
    return frontierValues;
  }

  /** The time axis of each frontier's tensor. */
  Map<Integer, Integer> timeAxes() {
    return timeAxes;
  }

  /** The longest frontier's rows in a window. */
  int featureRows() {
    return frontierValues.stream().mapToInt(v -> rows.sequence(v).length()).max().orElse(0);
  }

  Rate featureRate() {
    return frontierValues.stream().findFirst().map(v -> rows.sequence(v).rate()).orElse(Rate.ONE);
  }

  private void add(Layer layer) {
    if (layer.op() instanceof Op.Reduce reduce && addSegments(layer, reduce)) {
      return;
    }
    for (int input : layer.inputs()) {
      if (rows.sequence(input) != null) {
        readRows(input);
      }
    }
    layers.add(layer);
  }

  private void readRows(int value) {
    if (frontiers.stream().anyMatch(f -> f.value() == value)) {
      return;
    }
    frontierValues.add(value);
    timeAxes.put(value, rows.sequence(value).axis());
    Tracks.Alias alias = Tracks.resolve(rows, value);
    Span window = new Span(0, rows.sequence(value).length()).shift(alias.shift());
    frontiers.add(new Frontier.Rows(value, alias.root(), window));
  }

  private boolean addSegments(Layer layer, Op.Reduce reduce) {
    Sequence sequence = rows.sequence(layer.input(0));
    if (sequence == null
        || !reduce.axes().equals(List.of(sequence.axis()))
        || !mergeable(reduce.kind())) {
      return false;
    }
    int step = sequence.rate().rows(granule);
    int length = sequence.length();
    if (step < 2 || step >= length) {
      return false;
    }
    int tail = length % step;
    int whole = length / step;
    int segments = tail == 0 ? whole : 2 * whole + 1;
    boolean mean = reduce.kind() == Op.Reduce.Kind.MEAN;
    Op.Reduce.Kind kind = mean ? Op.Reduce.Kind.SUM : reduce.kind();

    int[] shape = rows.network().value(sequence.value()).shape().clone();
    shape[sequence.axis()] = segments;
    Value partial = newValue(layer.name() + "/segments", shape, null);
    Tracks.Alias alias = Tracks.resolve(rows, sequence.value());
    Span fresh = new Span(length - step, length).shift(alias.shift());
    frontierValues.add(sequence.value());
    timeAxes.put(partial.id(), sequence.axis());
    frontiers.add(
        new Frontier.Segments(
            partial.id(), alias.root(), fresh, kind, tail, segments, sequence.width()));

    Op.Reduce merge = new Op.Reduce(kind, reduce.axes(), reduce.keepAxes());
    if (!mean) {
      layers.add(
          new Layer(layer.name(), layer.onnxOp(), merge, List.of(partial.id()), layer.output()));
      return true;
    }
    Value sum = newValue(layer.name() + "/sum", rows.network().value(layer.output()).shape(), null);
    Value factor = newValue(layer.name() + "/factor", new int[0], new float[] {1f / length});
    layers.add(new Layer(layer.name(), layer.onnxOp(), merge, List.of(partial.id()), sum.id()));
    layers.add(
        new Layer(
            layer.name(),
            layer.onnxOp(),
            new Op.Binary(Op.Binary.Kind.MUL),
            List.of(sum.id(), factor.id()),
            layer.output()));
    return true;
  }

  private Value newValue(String name, int[] shape, float[] constant) {
    Value value = new Value(values.size(), name, shape, constant);
    values.add(value);
    return value;
  }

  private static boolean mergeable(Op.Reduce.Kind kind) {
    return switch (kind) {
      case MEAN, SUM, MAX, MIN -> true;
      case PROD, L1, L2, SUM_SQUARE -> false;
    };
  }
}
