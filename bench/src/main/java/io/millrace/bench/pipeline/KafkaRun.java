/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.bench.pipeline.PipelineResult.KafkaResult;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.Guarantee;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.StartingOffsets;
import io.millrace.jobs.consume.TopicFollower;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.embedded.Platform;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.apache.avro.specific.SpecificRecord;

/**
 * The whole job between topics of one partition. First events that wait in the topic, for the rate;
 * then events sent at half that rate or less, for the latency from sending one to reading its
 * prediction. Delivery is at least once: exactly once shows results a checkpoint later, whatever
 * the job costs.
 */
final class KafkaRun {
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Guarantee DELIVERY = Guarantee.AT_LEAST_ONCE;
  private static final double PACE = 0.5;

  /** Beyond it the sender and the broker, not the job, take what the machine has. */
  private static final double MOST_PACED = 40_000;

  private static final int BURST = 16;
  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);

  /** Of the waiting events the first half lets Java compile, and the end is no steady state. */
  private static final double TIMED_FROM = 0.5;

  private static final double TIMED_TO = 0.95;

  /** Of the events sent at a steady rate, the share at the beginning that is not timed. */
  private static final int SETTLING = 5;

  private final PipelineSettings settings;
  private final Workload workload;
  private final Consumer<String> progress;
  private long sent;
  private long read;

  KafkaRun(PipelineSettings settings, Workload workload, Consumer<String> progress) {
    this.settings = settings;
    this.workload = workload;
    this.progress = progress;
  }

  KafkaResult measure() throws InterruptedException {
    try (Platform platform = Platform.start(1, 0, 1, 1);
        KafkaTraffic<?> traffic = workload.traffic(platform.connection(), settings.keys())) {
      return measure(platform, traffic);
    }
  }

  private <P extends SpecificRecord> KafkaResult measure(Platform platform, KafkaTraffic<P> traffic)
      throws InterruptedException {
    try (TopicFollower<P> predictions =
        new TopicFollower<>(
            platform.connection(),
            traffic.predictions().name(),
            traffic.codec(),
            TopicFollower.Start.EARLIEST)) {
      JobConfiguration configuration =
          workload
              .configuration()
              .with(KafkaOptions.BOOTSTRAP_SERVERS, platform.connection().bootstrapServers())
              .with(KafkaOptions.DELIVERY, DELIVERY)
              .with(CheckpointOptions.INTERVAL, settings.checkpoints())
              .with(KafkaOptions.STARTING_OFFSETS, StartingOffsets.EARLIEST);
      while (sent < settings.kafkaEvents()) {
        send(traffic);
      }
      traffic.flush();
      EmbeddedJob job = platform.flink().submit(traffic.graph(configuration));
      job.awaitRunning(START);
      double rate = drainBacklog(traffic, predictions);
      progress.accept(String.format(Locale.ROOT, "Kafka to Kafka: %.0f events/s", rate));
      Histogram micros = pace(traffic, predictions, paced(rate));
      job.cancel();
      return result(rate, micros);
    }
  }

  private void send(KafkaTraffic<?> traffic) {
    traffic.send();
    sent++;
  }

  /**
   * Reads the predictions of all that waits; the rate without its beginning and its end, or over
   * all of it where too little came for that.
   */
  private <P extends SpecificRecord> double drainBacklog(
      KafkaTraffic<P> traffic, TopicFollower<P> predictions) {
    long from = (long) (TIMED_FROM * settings.kafkaEvents());
    long to = (long) (TIMED_TO * settings.kafkaEvents());
    long begin = 0;
    long first = 0;
    double rate = 0;
    long start = System.nanoTime();
    long deadline = start + PATIENCE.toNanos();
    while (read < sent) {
      predictions.poll(POLL, prediction -> read += traffic.answers(prediction) ? 1 : 0);
      long now = System.nanoTime();
      if (begin == 0 && read >= from) {
        begin = now;
        first = read;
      } else if (begin != 0 && rate == 0 && read >= to && now > begin) {
        rate = (read - first) * 1e9 / (now - begin);
      }
      if (now > deadline) {
        throw new IllegalStateException(
            "of " + sent + " events in the topic " + read + " were predicted within " + PATIENCE);
      }
    }
    return rate > 0 ? rate : read * 1e9 / (System.nanoTime() - start);
  }

  /** Sends at a steady rate and times every prediction. */
  private <P extends SpecificRecord> Histogram pace(
      KafkaTraffic<P> traffic, TopicFollower<P> predictions, double perSecond)
      throws InterruptedException {
    Histogram micros = new Histogram(LONGEST_MICROS, 3);
    long target = sent + (long) (perSecond * settings.paced().toMillis() / 1000);
    Thread sender = new Thread(() -> sendSteadily(traffic, perSecond, target), "sender");
    long ignored = settings.kafkaEvents() + (target - settings.kafkaEvents()) / SETTLING;
    sender.start();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (read < target) {
        predictions.poll(
            POLL,
            prediction -> {
              if (traffic.answers(prediction) && ++read > ignored) {
                micros.recordValue(Math.max(0, traffic.ageMicros(prediction)));
              }
            });
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "of " + target + " events " + read + " were predicted within " + PATIENCE);
        }
      }
    } finally {
      sender.join();
    }
    return micros;
  }

  private void sendSteadily(KafkaTraffic<?> traffic, double perSecond, long target) {
    long begin = System.nanoTime();
    long before = sent;
    while (sent < target) {
      long due = begin + (long) ((sent - before) / perSecond * 1e9);
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      for (int i = 0; i < BURST && sent < target; i++) {
        send(traffic);
      }
    }
    traffic.flush();
  }

  private static double paced(double rate) {
    return Math.min(PACE * rate, MOST_PACED);
  }

  private KafkaResult result(double rate, Histogram micros) {
    double perMilli = TimeUnit.MILLISECONDS.toMicros(1);
    return new KafkaResult(
        DELIVERY.toString(),
        rate,
        paced(rate),
        micros.getValueAtPercentile(50) / perMilli,
        micros.getValueAtPercentile(99) / perMilli,
        micros.getMaxValue() / perMilli,
        micros.getTotalCount());
  }
}
