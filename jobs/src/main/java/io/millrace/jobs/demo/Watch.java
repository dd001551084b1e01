/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.demo;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.Topics;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.DriftPrediction;
import io.millrace.schemas.DriftReport;
import io.millrace.schemas.SignalFrame;
import io.millrace.schemas.SignalPrediction;
import io.millrace.schemas.UnmatchedLabel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/** Follows all outputs of the jobs and shows the figures once a second. */
final class Watch implements AutoCloseable {
  private static final long LOOK_MILLIS = 1000;

  private final KafkaConnection connection;
  private final List<Follower<?>> followers = new ArrayList<>();
  private final Ticker ticker;

  /**
   * @param drift of the learning job, or null where it does not run
   */
  Watch(
      KafkaConnection connection, DemoStatistics statistics, DriftStatistics drift, LiveView view) {
    this.connection = connection;
    long begin = System.nanoTime();
    follow(
        Topics.SIGNAL_PREDICTIONS,
        SignalPrediction.class,
        prediction -> statistics.prediction(prediction, System.currentTimeMillis()));
    follow(Topics.DEAD_LETTERS, DeadLetter.class, letter -> statistics.deadLetter());
    follow(Topics.SIGNAL_LATE, SignalFrame.class, frame -> statistics.lateFrame());
    if (drift != null) {
      follow(
          Topics.DRIFT_PREDICTIONS,
          DriftPrediction.class,
          prediction -> drift.prediction(prediction, System.currentTimeMillis()));
      follow(Topics.DRIFT_REPORTS, DriftReport.class, drift::report);
      follow(Topics.DRIFT_UNMATCHED_LABELS, UnmatchedLabel.class, label -> drift.unmatchedLabel());
    }
    ticker =
        Ticker.every(
            LOOK_MILLIS,
            () ->
                view.show(
                    statistics.glance(),
                    drift == null ? null : drift.glance(),
                    (System.nanoTime() - begin) / 1e9));
  }

  private <T extends SpecificRecord> void follow(Topic topic, Class<T> type, Consumer<T> reader) {
    followers.add(new Follower<>(connection, topic.name(), RecordCodec.of(type), reader));
  }

  /** Waits until there is enough, or for that time. */
  void await(BooleanSupplier enough, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!enough.getAsBoolean() && System.nanoTime() < deadline) {
      try {
        TimeUnit.MILLISECONDS.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Ends when all that is in the topics was seen. */
  @Override
  public void close() {
    followers.forEach(Follower::close);
    ticker.close();
  }
}
