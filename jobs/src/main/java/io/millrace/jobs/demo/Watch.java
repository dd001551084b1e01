/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.demo;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topics;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.SignalFrame;
import io.millrace.schemas.SignalPrediction;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Follows all outputs of the job and shows the figures once a second. */
final class Watch implements AutoCloseable {
  private static final long LOOK_MILLIS = 1000;

  private final DemoStatistics statistics;
  private final Follower<SignalPrediction> predictions;
  private final Follower<DeadLetter> deadLetters;
  private final Follower<SignalFrame> late;
  private final Ticker ticker;

  Watch(KafkaConnection connection, DemoStatistics statistics, LiveView view) {
    this.statistics = statistics;
    long begin = System.nanoTime();
    predictions =
        new Follower<>(
            connection,
            Topics.SIGNAL_PREDICTIONS.name(),
            RecordCodec.of(SignalPrediction.class),
            prediction -> statistics.prediction(prediction, System.currentTimeMillis()));
    deadLetters =
        new Follower<>(
            connection,
            Topics.DEAD_LETTERS.name(),
            RecordCodec.of(DeadLetter.class),
            letter -> statistics.deadLetter());
    late =
        new Follower<>(
            connection,
            Topics.SIGNAL_LATE.name(),
            RecordCodec.of(SignalFrame.class),
            frame -> statistics.lateFrame());
    ticker =
        Ticker.every(
            LOOK_MILLIS, () -> view.show(statistics.glance(), (System.nanoTime() - begin) / 1e9));
  }

  /** Waits until so many predictions were seen, or for that time. */
  void await(long expected, Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (statistics.predictions() < expected && System.nanoTime() < deadline) {
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
    predictions.close();
    deadLetters.close();
    late.close();
    ticker.close();
  }
}
