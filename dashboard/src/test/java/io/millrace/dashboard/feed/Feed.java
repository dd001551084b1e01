/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.RecordTopic;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.produce.Signal;
import io.millrace.jobs.produce.SyntheticSignal;
import io.millrace.schemas.InstanceLabel;
import io.millrace.schemas.Interaction;
import io.millrace.schemas.LabelledInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.avro.specific.SpecificRecord;

/**
 * Plays what four jobs read and write, without the jobs: in real time, after a past that is sent at
 * once. Among it what an operator is to notice: a drift, a fraud ring, liars, poison.
 */
public final class Feed implements AutoCloseable {
  /** A stream whose name is markup. */
  public static final String HOSTILE = "<img src=x onerror=document.title='hacked'>";

  public static final String GRAPH = "payments";
  public static final String MODEL = "fleet";
  private static final int STREAMS = 12;
  private static final int FRAME = 90;
  private static final int TICK_MILLIS = 250;
  private static final int PAST_TICKS = 240;

  private final KafkaConnection connection;
  private final Map<Topic, RecordTopic> topics = new HashMap<>();
  private final List<Signal> signals;
  private final Thread thread;
  private final long beginMillis;
  private volatile boolean ending;
  private volatile RuntimeException failure;
  private long tick;
  private long edges;

  /**
   * Begins.
   *
   * @param connection to brokers with all topics
   */
  public Feed(KafkaConnection connection) {
    this.connection = connection;
    signals = SyntheticSignal.patients(STREAMS, 7, Long.MAX_VALUE);
    beginMillis = System.currentTimeMillis() - PAST_TICKS * (long) TICK_MILLIS;
    thread = new Thread(this::run, "feed");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      while (!ending) {
        Instant time = Instant.ofEpochMilli(beginMillis + tick * TICK_MILLIS);
        long wait = time.toEpochMilli() - System.currentTimeMillis();
        if (wait > 0) {
          TimeUnit.MILLISECONDS.sleep(wait);
        }
        signals(time);
        instances(time);
        payments(time);
        rounds(time);
        letters(time);
        tick++;
      }
    } catch (RuntimeException e) {
      failure = e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void signals(Instant time) {
    for (int i = 0; i < signals.size(); i++) {
      Signal signal = signals.get(i);
      String id = i == 11 ? HOSTILE : signal.streamId();
      List<Float> samples = new ArrayList<>();
      for (float sample : signal.read(FRAME)) {
        samples.add(sample);
      }
      // One stream loses a frame now and then.
      if (i != 4 || tick % 30 != 0) {
        send(
            Topics.SIGNAL_FRAMES,
            id,
            Records.frame(id, tick * FRAME, time.minusMillis(TICK_MILLIS), samples));
      }
      String label = tick % 3 != 0 ? "none" : i % 4 == 0 && tick % 24 == 0 ? "V" : "N";
      boolean warming = tick < 18 || i == 10;
      send(
          Topics.SIGNAL_PREDICTIONS,
          id,
          Records.prediction(id, (tick + 1) * FRAME, time, label, warming));
    }
  }

  private void instances(Instant time) {
    for (String stream : List.of("loans-1", "loans-2")) {
      for (int i = 0; i < 5; i++) {
        long instance = 5 * tick + i;
        String id = Long.toString(instance);
        send(
            Topics.DRIFT_INSTANCES,
            stream,
            LabelledInstance.newBuilder()
                .setStreamId(stream)
                .setInstanceId(id)
                .setEventTime(time)
                .setFeatures(List.of(1.0, 2.0))
                .build());
        send(
            Topics.DRIFT_LABELS,
            stream,
            InstanceLabel.newBuilder()
                .setStreamId(stream)
                .setInstanceId(id)
                .setEventTime(time)
                .setLabel(1)
                .build());
        send(Topics.DRIFT_PREDICTIONS, stream, Records.drift(stream, instance, time));
      }
      if (tick % 4 == 0) {
        int window = (int) (tick / 4);
        if (window % 20 == 1) {
          send(Topics.DRIFT_REPORTS, stream, Records.driftReport(stream, window, time, true));
        }
        send(Topics.DRIFT_REPORTS, stream, Records.driftReport(stream, window, time, false));
      }
    }
  }

  private void payments(Instant time) {
    for (int i = 0; i < 20; i++) {
      edges++;
      boolean fraud = edges % 400 < 6;
      long from = fraud ? 900 + edges % 3 : edges * 31 % 97;
      long to = fraud ? 900 + (edges + 1) % 3 : edges * 17 % 89;
      String source = (fraud ? "mule-" : "account-") + from;
      String target = (fraud ? "mule-" : "account-") + to;
      send(
          Topics.GRAPH_INTERACTIONS,
          GRAPH,
          Interaction.newBuilder()
              .setGraphId(GRAPH)
              .setEventTime(time)
              .setSource(source)
              .setTarget(target)
              .build());
      send(
          Topics.GRAPH_PREDICTIONS, GRAPH, Records.link(GRAPH, edges, time, source, target, fraud));
    }
    if (tick % 4 == 0) {
      send(Topics.GRAPH_REPORTS, GRAPH, Records.graphReport(GRAPH, (int) (tick / 4), time));
    }
  }

  private void rounds(Instant time) {
    if (tick % 6 == 0) {
      int round = (int) (tick / 6);
      send(Topics.AGGREGATION_REPORTS, MODEL, Records.round(MODEL, round, time));
      send(Topics.MODELS, MODEL, Records.reference(MODEL, round + 1, time));
    }
  }

  private void letters(Instant time) {
    if (tick % 120 == 60) {
      send(Topics.DEAD_LETTERS, "a", Letters.text(time));
      send(Topics.DEAD_LETTERS, "b", Letters.binary(time));
      send(Topics.DEAD_LETTERS, "c", Letters.frame(time));
      send(Topics.DEAD_LETTERS, "d", Letters.model(time));
    }
  }

  @SuppressWarnings("unchecked")
  private <T extends SpecificRecord> void send(Topic topic, String key, T record) {
    RecordCodec<T> codec = RecordCodec.of((Class<T>) record.getClass());
    topics
        .computeIfAbsent(topic, one -> new RecordTopic(connection, one))
        .send(key.getBytes(UTF_8), codec.encode(record));
  }

  /** Why nothing is played any more; null while it is. */
  public RuntimeException failure() {
    return failure;
  }

  @Override
  public void close() {
    ending = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(20));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    topics.values().forEach(RecordTopic::close);
  }
}
