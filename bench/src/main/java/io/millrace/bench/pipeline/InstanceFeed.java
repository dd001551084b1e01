/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.models.drift.generator.Benchmark;
import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.stream.Attribute;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.origin.Origin;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Labelled instances of many streams from one generated pool, which every stream goes through from
 * a place of its own. A millisecond of event time lies between two events.
 */
final class InstanceFeed implements Feed<DriftEvent> {
  private static final long serialVersionUID = 1L;
  private static final int POOL = 1 << 16;
  private static final long STRIDE = 7919;
  private static final long START_MILLIS = 1_700_000_000_000L;
  private static final ClassLabel[] NO_LABELS = {};

  private final KeyOrder order;
  private final String stream;
  private transient String[] ids;
  private transient double[][] pool;
  private transient int[] labels;
  private transient ClassLabel[] classes = NO_LABELS;
  private transient int[] nominal;
  private transient Attributes attributes;

  /**
   * @param stream name of a generated one
   */
  InstanceFeed(int keys, String stream) {
    this.order = new KeyOrder(keys);
    this.stream = stream;
    if (Benchmark.find(stream).isEmpty()) {
      throw new IllegalArgumentException(
          "there is no generated stream '"
              + stream
              + "': use one of "
              + String.join(", ", Stream.of(Benchmark.values()).map(Benchmark::label).toList()));
    }
  }

  @Override
  public DriftEvent event(long number) {
    prepare();
    int place = place(order.key(number), order.cycle(number));
    return new Arrival(
        ids[order.key(number)],
        Long.toString(order.cycle(number)),
        START_MILLIS + number,
        pool[place],
        nominal,
        classes[labels[place]],
        Origin.NONE);
  }

  private static int place(int key, long cycle) {
    return (int) ((key * STRIDE + cycle) % POOL);
  }

  /** The features of a stream's instance, by number from 0; shared, not to be changed. */
  double[] features(int key, long cycle) {
    prepare();
    return pool[place(key, cycle)];
  }

  /** The class of a stream's instance, by number from 0. */
  int label(int key, long cycle) {
    prepare();
    return labels[place(key, cycle)];
  }

  Attributes attributes() {
    prepare();
    return attributes;
  }

  /** How many classes there are. */
  int classes() {
    prepare();
    return classes.length;
  }

  KeyOrder order() {
    return order;
  }

  private void prepare() {
    if (pool != null) {
      return;
    }
    ids = new String[order.keys()];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = "stream-" + i;
    }
    double[][] instances = new double[POOL][];
    labels = new int[POOL];
    try (InstanceStream source = Benchmark.find(stream).orElseThrow().open(1)) {
      Instance instance = source.schema().newInstance();
      for (int i = 0; i < POOL; i++) {
        source.next(instance);
        instances[i] = instance.x.clone();
        labels[i] = instance.label;
      }
      attributes = source.schema().learnerAttributes();
      nominal =
          IntStream.range(0, instance.x.length)
              .filter(i -> source.schema().attributes().get(i) instanceof Attribute.Nominal)
              .toArray();
      classes =
          IntStream.range(0, source.schema().classes().size())
              .mapToObj(ClassLabel::of)
              .toArray(ClassLabel[]::new);
    }
    pool = instances;
  }
}
