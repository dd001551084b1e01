/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.avro.SignalFrames;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.ModelOptions;
import io.millrace.jobs.config.SignalOptions;
import io.millrace.jobs.config.StateOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.run.RunnableJob;
import io.millrace.jobs.synthetic.EcgProfile;
import io.millrace.jobs.synthetic.SyntheticEcg;
import io.millrace.models.tensor.choice.ComputePath;
import io.millrace.schemas.SignalFrame;
import io.millrace.schemas.SignalPrediction;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Electrocardiograms of some patients, a hop a frame; one in order is answered at once. */
final class SignalSubject implements Subject {
  private static final int STREAMS = 20;
  private static final int HOP = 90;
  private static final int WINDOW = 1626;
  private static final float RATE = 360;
  private static final int POOL = 64;
  private static final ComputePath COMPUTE =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
          ? ComputePath.VECTOR
          : ComputePath.PLAIN;

  private static final Output<SignalPrediction> PREDICTIONS =
      new Output<>(
          TopicOptions.PREDICTIONS,
          Topics.SIGNAL_PREDICTIONS,
          SignalPrediction.class,
          record -> record.getStreamId() + "@" + record.getWindowEnd(),
          Set.of("emittedAt"));
  private static final Output<SignalFrame> LATE =
      new Output<>(
          TopicOptions.LATE,
          Topics.SIGNAL_LATE,
          SignalFrame.class,
          record -> record.getStreamId() + "@" + record.getSequence(),
          Set.of());

  private final SignalFrames frames = SignalFrames.singleObject();
  private final Lifetime lifetime;
  private final float[][] pool = new float[POOL][HOP];

  SignalSubject(long seed, Lifetime lifetime) {
    this.lifetime = lifetime;
    SyntheticEcg ecg = new SyntheticEcg(EcgProfile.random(seed), RATE);
    for (float[] samples : pool) {
      ecg.read(samples, 0, HOP);
    }
  }

  @Override
  public RunnableJob job() {
    return RunnableJob.STREAMING_CNN;
  }

  @Override
  public double eventsPerSecond() {
    return 100;
  }

  @Override
  public JobConfiguration configuration(JobConfiguration base) {
    // One way to compute on all machines and for every size of a bundle, bit for bit.
    return base.with(ModelOptions.COMPUTE, COMPUTE)
        .with(SignalOptions.IDLE_TIMEOUT, Duration.ofHours(2))
        .with(StateOptions.TTL, lifetime.silence());
  }

  @Override
  public Topic input() {
    return Topics.SIGNAL_FRAMES.withPartitions(PARTITIONS);
  }

  @Override
  public List<Topic> others() {
    return List.of(Topics.MODELS);
  }

  @Override
  public List<InputRecord> event(long number, long millis) {
    long stream = number % STREAMS;
    long cycle = number / STREAMS;
    String patient = "patient-" + stream + "-" + lifetime.generation(cycle);
    float[] samples = pool[(int) ((stream * 7 + cycle) % POOL)];
    return List.of(
        frame((int) (stream % PARTITIONS), patient, lifetime.age(cycle) * HOP, millis, samples));
  }

  private InputRecord frame(
      int partition, String stream, long sequence, long millis, float[] samples) {
    return new InputRecord(
        input().name(),
        partition,
        stream.getBytes(UTF_8),
        frames.encode(stream, sequence, millis, RATE, 1, samples));
  }

  @Override
  public InputRecord ahead(int number, long millis) {
    return frame(number % PARTITIONS, "ahead-" + number, 0, millis, pool[0]);
  }

  @Override
  public Output<?> answers() {
    return PREDICTIONS;
  }

  @Override
  public List<Output<?>> outputs() {
    return List.of(PREDICTIONS, LATE, DeadLetterOutput.OUTPUT);
  }

  /** A stream's windows end with each frame from the one that fills the first on. */
  @Override
  public long expected(long events) {
    long expected = 0;
    for (int stream = 0; stream < STREAMS; stream++) {
      long mine = (events - stream + STREAMS - 1) / STREAMS;
      expected +=
          lifetime.generation(mine) * answers(lifetime.events()) + answers(lifetime.age(mine));
    }
    return expected;
  }

  /** Of a patient's first frames. */
  private static long answers(long frames) {
    return Math.max(0, frames - WINDOW / HOP);
  }
}
