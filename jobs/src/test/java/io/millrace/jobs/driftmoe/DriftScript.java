/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.driftmoe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.harness.JobHarness;
import io.millrace.jobs.harness.Script;
import io.millrace.jobs.produce.FrameTopic;
import io.millrace.models.drift.catalogue.LearnerCatalogue;
import io.millrace.models.drift.evaluate.Prequential;
import io.millrace.models.drift.generator.Sea;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.drift.transit.LateLabel;
import io.millrace.models.origin.Origin;
import io.millrace.schemas.DriftPrediction;
import io.millrace.schemas.InstanceLabel;
import io.millrace.schemas.LabelledInstance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * SEA instances of some streams in the order of time, an hour ago, with their labels or followed by
 * them: the same whenever it is played, and what an offline run makes of it.
 */
final class DriftScript implements Script {
  private static final int[] NUMERIC = {};
  private static final RecordCodec<LabelledInstance> INSTANCES =
      RecordCodec.of(LabelledInstance.class);
  private static final RecordCodec<InstanceLabel> LABELS = RecordCodec.of(InstanceLabel.class);

  private final int streams;
  private final int length;
  private final int delay;
  private final long begin;
  private final FrameTopic out;
  private final FrameTopic late;
  private final double[][][] features;
  private final int[][] truth;

  /**
   * @param length instances per stream
   * @param delay instances of its stream after which a label comes; 0 for with its instance
   */
  DriftScript(
      JobHarness harness, JobConfiguration configuration, int streams, int length, int delay) {
    this(harness, configuration, streams, length, delay, System.currentTimeMillis() - 3_600_000);
  }

  /**
   * As above, from another time on.
   *
   * @param begin of the first instance, in milliseconds
   */
  DriftScript(
      JobHarness harness,
      JobConfiguration configuration,
      int streams,
      int length,
      int delay,
      long begin) {
    this.begin = begin;
    this.streams = streams;
    this.length = length;
    this.delay = delay;
    out = harness.topic(configuration, TopicOptions.DRIFT_INSTANCES);
    late = harness.topic(configuration, TopicOptions.DRIFT_LABELS);
    features = new double[streams][length][];
    truth = new int[streams][length];
    Instance instance = new Instance(3);
    for (int s = 0; s < streams; s++) {
      try (InstanceStream stream = stream(s)) {
        for (int i = 0; i < length; i++) {
          stream.next(instance);
          features[s][i] = instance.x.clone();
          truth[s][i] = instance.label;
        }
      }
    }
  }

  private static Sea stream(int seed) {
    return new Sea(1 + seed % 4, 10, seed);
  }

  int length() {
    return length;
  }

  int size() {
    return streams * length;
  }

  long begin() {
    return begin;
  }

  private long time(int stream, int number) {
    return begin + (long) number * streams + stream;
  }

  /** Sends the instances with these numbers of all streams, and the labels that come with them. */
  @Override
  public void send(int from, int to) {
    for (int i = from; i < to; i++) {
      for (int s = 0; s < streams; s++) {
        ClassLabel label = delay == 0 ? ClassLabel.of(truth[s][i]) : null;
        send(arrival("s" + s, i, time(s, i), label, features[s][i]));
        if (delay > 0 && i >= delay) {
          send(label("s" + s, i - delay, time(s, i), truth[s][i - delay]));
        }
      }
    }
    flush();
  }

  /** Moves event time on in every partition of both topics. */
  @Override
  public void sendTail() {
    for (int k = 0; k < 16; k++) {
      send(arrival("tail" + k, 0, time(0, length + 10), null, new double[] {1, 2, 3}));
      send(label("tail" + k, 9, time(0, length + 10), 0));
    }
    flush();
  }

  /** Waits until the broker has all. */
  void flush() {
    out.flush();
    late.flush();
  }

  void send(Arrival arrival) {
    send(arrival.streamId(), INSTANCES.encode(Instances.record(arrival)));
  }

  /** Sends anything as an instance. */
  void send(String key, byte[] value) {
    out.send(key.getBytes(UTF_8), value);
  }

  void send(LateLabel label) {
    sendLabel(label.streamId(), LABELS.encode(LateLabels.record(label)));
  }

  /** Sends anything as a label. */
  void sendLabel(String key, byte[] value) {
    late.send(key.getBytes(UTF_8), value);
  }

  static Arrival arrival(String stream, int number, long millis, ClassLabel label, double[] x) {
    return new Arrival(stream, "i" + number, millis, x, NUMERIC, label, Origin.NONE);
  }

  static LateLabel label(String stream, int number, long millis, int label) {
    return new LateLabel(stream, "i" + number, millis, ClassLabel.of(label), Origin.NONE);
  }

  /** The classes that a loop over the same instances predicts, by stream. */
  Map<String, List<Integer>> offline(String learner) {
    Map<String, List<Integer>> expected = new TreeMap<>();
    for (int s = 0; s < streams; s++) {
      try (InstanceStream stream = stream(s)) {
        Prequential prequential =
            new Prequential(
                LearnerCatalogue.create(learner, stream.schema().learnerAttributes(), 2, 1),
                3,
                delay);
        List<Integer> predictions = new ArrayList<>();
        Instance instance = new Instance(3);
        for (int i = 0; i < length; i++) {
          stream.next(instance);
          predictions.add(prequential.accept(instance).winner());
        }
        expected.put("s" + s, predictions);
      }
    }
    return expected;
  }

  /** The classes predicted of the script's streams, each instance once and in order. */
  static Map<String, List<Integer>> predicted(List<DriftPrediction> predictions) {
    Map<String, List<Integer>> said = new TreeMap<>();
    for (DriftPrediction prediction : predictions) {
      if (prediction.getStreamId().matches("s\\d+")) {
        List<Integer> own = said.computeIfAbsent(prediction.getStreamId(), id -> new ArrayList<>());
        assertThat(prediction.getInstanceId()).isEqualTo("i" + own.size());
        own.add(prediction.getLabel());
      }
    }
    return said;
  }

  @Override
  public void close() {
    out.close();
    late.close();
  }
}
