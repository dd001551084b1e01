/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.demo.signal;

import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.BundleOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.ModelOptions;
import io.millrace.jobs.config.SignalOptions;
import io.millrace.jobs.config.check.ConfigurationValidator;
import io.millrace.jobs.demo.part.Followers;
import io.millrace.jobs.demo.part.Look;
import io.millrace.jobs.demo.part.Part;
import io.millrace.jobs.demo.part.Playing;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.embedded.Platform;
import io.millrace.jobs.model.ModelBundle;
import io.millrace.jobs.model.ModelManifest;
import io.millrace.jobs.produce.FrameTopic;
import io.millrace.jobs.produce.Player;
import io.millrace.jobs.produce.Signal;
import io.millrace.jobs.streamingcnn.StreamingCnnJob;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.SignalFrame;
import io.millrace.schemas.SignalPrediction;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BooleanSupplier;

/** The job for signals in the demo: signals are played in real time, to their end. */
public final class SignalPart implements Part {
  private final ModelManifest manifest;
  private final int frameSamples;
  private final List<CountedSignal> signals;
  private final SignalStatistics statistics;
  private final SignalView view = new SignalView();
  private final FrameTopic topic;
  private final EmbeddedJob job;
  private Playing playing;

  /**
   * Submits the job; returns before it runs.
   *
   * @param model URI of the bundle that serves
   * @param frameSamples samples per frame
   */
  public SignalPart(
      List<Signal> signals,
      String model,
      int frameSamples,
      JobConfiguration base,
      Platform platform) {
    this.frameSamples = frameSamples;
    this.signals = signals.stream().map(CountedSignal::new).toList();
    manifest = ModelBundle.read(model).manifest();
    statistics = new SignalStatistics(this::dueMillis, Set.copyOf(manifest.alarmLabels()));
    JobConfiguration configuration =
        base.with(ModelOptions.URI, model)
            .with(BundleOptions.LATENCY, Duration.ofMillis(10))
            .with(SignalOptions.DISORDER_BOUND, Duration.ofSeconds(1));
    ConfigurationValidator.validate(configuration);
    topic = new FrameTopic(platform.connection(), Topics.SIGNAL_FRAMES.name());
    job = platform.flink().submit(StreamingCnnJob.environment(configuration).getStreamGraph());
  }

  @Override
  public String awaitRunning(Duration patience) {
    job.awaitRunning(patience);
    return String.format(
        Locale.ROOT,
        "model %s serves %d streams; the first predictions come when a window of %.1f s is full",
        manifest.id(),
        signals.size(),
        manifest.window() / manifest.samplingRate());
  }

  @Override
  public void follow(Followers followers) {
    followers.follow(
        Topics.SIGNAL_PREDICTIONS,
        SignalPrediction.class,
        prediction -> statistics.prediction(prediction, System.currentTimeMillis()));
    followers.follow(Topics.DEAD_LETTERS, DeadLetter.class, letter -> statistics.deadLetter());
    followers.follow(Topics.SIGNAL_LATE, SignalFrame.class, frame -> statistics.lateFrame());
  }

  @Override
  public void start(BooleanSupplier running) {
    playing = new Playing("signals", () -> play(running));
  }

  private long play(BooleanSupplier running) {
    return new Player(1, frameSamples)
        .play(
            signals, topic, System.currentTimeMillis(), running, samples -> statistics.eventSent());
  }

  @Override
  public void stop() {
    playing.await();
  }

  @Override
  public boolean complete() {
    return statistics.predictions() >= expected();
  }

  private long expected() {
    return signals.stream()
        .mapToLong(signal -> signal.windows(manifest.window(), manifest.hop()))
        .sum();
  }

  /** The time at which the frame was due that completes the window. */
  private long dueMillis(SignalPrediction prediction) {
    long missing = Math.floorMod(-prediction.getWindowEnd(), (long) frameSamples);
    return prediction.getWindowEndTime().toEpochMilli()
        + Math.round(1000 * missing / manifest.samplingRate());
  }

  @Override
  public Look look(double seconds) {
    return view.look(statistics.glance(), seconds);
  }

  public SignalFigures figures() {
    SignalStatistics.Glance all = statistics.glance();
    return new SignalFigures(
        topic.acknowledged(),
        all.predictions(),
        expected(),
        all.deadLetters(),
        all.late(),
        statistics.emitted(),
        statistics.visible(),
        job.restarts(),
        job.checkpoints(),
        signals.size(),
        all.streams(),
        statistics.labels(),
        all.alarms(),
        manifest.id());
  }

  @Override
  public void cancel() {
    job.cancel();
  }

  @Override
  public void close() {
    topic.close();
  }
}
