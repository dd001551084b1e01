/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.bench.pipeline.PipelineResult.KafkaResult;
import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.Guarantee;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.ModelOptions;
import io.millrace.jobs.config.SignalOptions;
import io.millrace.jobs.config.StartingOffsets;
import io.millrace.jobs.consume.TopicFollower;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.embedded.Platform;
import io.millrace.jobs.model.ModelBundle;
import io.millrace.jobs.produce.FrameTopic;
import io.millrace.jobs.streamingcnn.StreamingCnnJob;
import io.millrace.models.signal.Frame;
import io.millrace.schemas.SignalPrediction;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * The whole job between topics of one partition. First frames that wait in the topic, for the rate;
 * then frames sent at half that rate, for the latency from sending a frame to reading its
 * prediction. Delivery is at least once: exactly once shows results a checkpoint later, whatever
 * the job costs.
 */
final class KafkaRun {
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(20);
  private static final double PACE = 0.5;
  private static final int BURST = 16;
  private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);

  /** Of the waiting frames the first half lets Java compile, and the end is no steady state. */
  private static final double TIMED_FROM = 0.5;

  private static final double TIMED_TO = 0.95;

  /** Of the frames sent at a steady rate, the share at the beginning that is not timed. */
  private static final int SETTLING = 5;

  private final PipelineSettings settings;
  private final JobConfiguration base;
  private final Consumer<String> progress;
  private final FrameFeed feed;
  private long sent;
  private long read;

  KafkaRun(PipelineSettings settings, JobConfiguration base, Consumer<String> progress) {
    this.settings = settings;
    this.base = base;
    this.progress = progress;
    this.feed =
        new FrameFeed(
            settings.keys(), ModelBundle.read(base.get(ModelOptions.URI)).manifest().hop());
  }

  KafkaResult measure() throws InterruptedException {
    try (Platform platform = Platform.start(1, 0, 1, 1);
        FrameTopic frames = new FrameTopic(platform.connection(), Topics.SIGNAL_FRAMES.name());
        TopicFollower<SignalPrediction> predictions = follower(platform.connection())) {
      JobConfiguration configuration =
          base.with(KafkaOptions.BOOTSTRAP_SERVERS, platform.connection().bootstrapServers())
              .with(KafkaOptions.DELIVERY, Guarantee.AT_LEAST_ONCE)
              .with(CheckpointOptions.INTERVAL, settings.checkpoints())
              .with(KafkaOptions.STARTING_OFFSETS, StartingOffsets.EARLIEST)
              // Event times are those of sending: the streams' clocks do not fit their rates.
              .with(SignalOptions.DISORDER_BOUND, Duration.ofSeconds(2));
      for (int i = 0; i < settings.kafkaEvents(); i++) {
        send(frames);
      }
      frames.flush();
      EmbeddedJob job =
          platform.flink().submit(StreamingCnnJob.environment(configuration).getStreamGraph());
      job.awaitRunning(START);
      double rate = drainBacklog(predictions);
      progress.accept(String.format(Locale.ROOT, "Kafka to Kafka: %.0f events/s", rate));
      Histogram micros = pace(frames, predictions, PACE * rate);
      job.cancel();
      return result(rate, micros);
    }
  }

  private static TopicFollower<SignalPrediction> follower(KafkaConnection connection) {
    return new TopicFollower<>(
        connection,
        Topics.SIGNAL_PREDICTIONS.name(),
        RecordCodec.of(SignalPrediction.class),
        TopicFollower.Start.EARLIEST);
  }

  /** Sends the next frame; its event time is when it is sent. */
  private void send(FrameTopic topic) {
    Frame frame = feed.frame(sent++);
    topic.send(
        frame.streamId(),
        frame.sequence(),
        System.currentTimeMillis(),
        frame.samplingRate(),
        frame.channels(),
        frame.samples());
  }

  /** Reads the predictions of all that waits; the rate without its beginning and its end. */
  private double drainBacklog(TopicFollower<SignalPrediction> predictions) {
    long from = (long) (TIMED_FROM * settings.kafkaEvents());
    long to = (long) (TIMED_TO * settings.kafkaEvents());
    long begin = 0;
    long first = 0;
    double rate = 0;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (read < sent) {
      read += predictions.poll(POLL, prediction -> {});
      long now = System.nanoTime();
      if (begin == 0 && read >= from) {
        begin = now;
        first = read;
      } else if (begin != 0 && rate == 0 && read >= to && now > begin) {
        rate = (read - first) * 1e9 / (now - begin);
      }
      if (now > deadline) {
        throw new IllegalStateException(
            "of " + sent + " frames in the topic " + read + " were predicted within " + PATIENCE);
      }
    }
    return rate;
  }

  /** Sends at a steady rate and times every prediction. */
  private Histogram pace(
      FrameTopic frames, TopicFollower<SignalPrediction> predictions, double perSecond)
      throws InterruptedException {
    Histogram micros = new Histogram(LONGEST_MICROS, 3);
    long target = sent + (long) (perSecond * settings.paced().toMillis() / 1000);
    Thread sender = new Thread(() -> sendSteadily(frames, perSecond, target), "sender");
    long ignored = settings.kafkaEvents() + (target - settings.kafkaEvents()) / SETTLING;
    sender.start();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (read < target) {
        predictions.poll(
            POLL,
            prediction -> {
              if (++read > ignored) {
                micros.recordValue(Math.max(0, age(prediction)));
              }
            });
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(
              "of " + target + " frames " + read + " were predicted within " + PATIENCE);
        }
      }
    } finally {
      sender.join();
    }
    return micros;
  }

  private void sendSteadily(FrameTopic frames, double perSecond, long target) {
    long begin = System.nanoTime();
    long before = sent;
    while (sent < target) {
      long due = begin + (long) ((sent - before) / perSecond * 1e9);
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      for (int i = 0; i < BURST && sent < target; i++) {
        send(frames);
      }
    }
    frames.flush();
  }

  /** Microseconds since the frame was sent, from the event time of the window's end. */
  private long age(SignalPrediction prediction) {
    long now = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    long end = prediction.getWindowEndTime().toEpochMilli();
    // Windows end somewhere within the frame that completes them, always at the same place.
    long hop = feed.frame(0).length();
    double within = prediction.getWindowEnd() % hop * 1000.0 / feed.frame(0).samplingRate();
    return now - TimeUnit.MILLISECONDS.toMicros(end - Math.round(within));
  }

  private KafkaResult result(double rate, Histogram micros) {
    double perMilli = TimeUnit.MILLISECONDS.toMicros(1);
    return new KafkaResult(
        base.with(KafkaOptions.DELIVERY, Guarantee.AT_LEAST_ONCE)
            .get(KafkaOptions.DELIVERY)
            .toString(),
        rate,
        PACE * rate,
        micros.getValueAtPercentile(50) / perMilli,
        micros.getValueAtPercentile(99) / perMilli,
        micros.getMaxValue() / perMilli,
        micros.getTotalCount());
  }
}
