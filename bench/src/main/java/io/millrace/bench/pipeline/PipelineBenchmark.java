/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.bench.pipeline.PipelineResult.KafkaResult;
import io.millrace.bench.pipeline.PipelineResult.Scaling;
import io.millrace.jobs.config.BundleOptions;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.ModelOptions;
import io.millrace.jobs.config.SignalOptions;
import io.millrace.jobs.config.StateOptions;
import io.millrace.models.drift.catalogue.LearnerCatalogue;
import io.millrace.models.graph.catalogue.LinkModelCatalogue;
import io.millrace.models.tensor.choice.ComputePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.util.FileUtils;

/** Measures a job: against its parts, by number of streams, and from Kafka to Kafka. */
public final class PipelineBenchmark {
  /** Lanes take their checkpoints themselves; switched off, Flink would refuse to take any. */
  private static final Duration NEVER = Duration.ofDays(30);

  private final PipelineSettings settings;
  private final Workload workload;
  private final Consumer<String> progress;

  private PipelineBenchmark(
      PipelineSettings settings, Workload workload, Consumer<String> progress) {
    this.settings = settings;
    this.workload = workload;
    this.progress = progress;
  }

  /**
   * The streaming CNN.
   *
   * @param hotTier heap for live states
   * @param compute what computes the network
   * @param progress told a line per step
   */
  public static PipelineBenchmark streamingCnn(
      PipelineSettings settings,
      MemorySize hotTier,
      ComputePath compute,
      Consumer<String> progress) {
    // Predictions from the first hop on: every event costs a step and a prediction.
    JobConfiguration configuration =
        base(hotTier).with(SignalOptions.EMIT_WARMING, true).with(ModelOptions.COMPUTE, compute);
    return new PipelineBenchmark(settings, new FrameWorkload(configuration), progress);
  }

  /**
   * Learning of labelled streams.
   *
   * @param learner a name in the catalogue
   * @param stream name of a generated one
   * @param hotTier heap for live states
   * @param progress told a line per step
   * @throws IllegalArgumentException when there is no such learner or stream
   */
  public static PipelineBenchmark driftMoe(
      PipelineSettings settings,
      String learner,
      String stream,
      MemorySize hotTier,
      Consumer<String> progress) {
    if (!LearnerCatalogue.has(learner)) {
      throw new IllegalArgumentException(
          "there is no learner '"
              + learner
              + "': use one of "
              + String.join(", ", LearnerCatalogue.names()));
    }
    return new PipelineBenchmark(
        settings, new InstanceWorkload(base(hotTier), learner, stream), progress);
  }

  /**
   * Temporal graphs: one graph, its edges spread over so many nodes.
   *
   * @param model a name in the catalogue
   * @param learn whether batches are learned after they are scored
   * @param activity how edges are spread
   * @param hotTier heap for live nodes
   * @param progress told a line per step
   * @throws IllegalArgumentException when there is no such model
   */
  public static PipelineBenchmark temporalGraph(
      PipelineSettings settings,
      String model,
      boolean learn,
      Activity activity,
      MemorySize hotTier,
      Consumer<String> progress) {
    if (!LinkModelCatalogue.names().contains(model)) {
      throw new IllegalArgumentException(
          "there is no model '"
              + model
              + "': use one of "
              + String.join(", ", LinkModelCatalogue.names()));
    }
    return new PipelineBenchmark(
        settings, new InteractionWorkload(base(hotTier), model, learn, activity), progress);
  }

  private static JobConfiguration base(MemorySize hotTier) {
    return JobConfiguration.defaults()
        .with(CheckpointOptions.INTERVAL, NEVER)
        .with(StateOptions.HOT_TIER_MEMORY, hotTier);
  }

  /** Runs all that the settings ask for. */
  public PipelineResult run() throws Exception {
    Path folder = Files.createTempDirectory("millrace-bench");
    try {
      MemoryRun memory = new MemoryRun(settings, workload, folder, progress);
      MemoryRun.Comparison comparison = memory.compare();
      List<Scaling> scaling = settings.scaling().isEmpty() ? null : memory.scale();
      KafkaResult kafka =
          settings.kafkaEvents() == 0 ? null : new KafkaRun(settings, workload, progress).measure();
      return result(comparison, kafka, scaling);
    } finally {
      FileUtils.deleteDirectoryQuietly(folder.toFile());
    }
  }

  private PipelineResult result(
      MemoryRun.Comparison found, KafkaResult kafka, List<Scaling> scaling) {
    return new PipelineResult(
        workload.model(),
        found.eventsPerS(),
        found.kernelEventsPerS(),
        found.noopEventsPerS(),
        found.overhead(),
        kafka == null ? null : kafka.p50Ms(),
        kafka == null ? null : kafka.p99Ms(),
        settings.keys(),
        workload.configuration().get(StateOptions.BACKEND).toString(),
        found.overheadCpu(),
        workload.configuration().get(BundleOptions.SIZE),
        settings.checkpoints().toMillis() / 1000.0,
        found.checkpoints(),
        found.wall(),
        found.cpu(),
        found.bytesPerKey(),
        found.planBytesPerKey(),
        kafka,
        scaling,
        scaling == null ? null : growth(scaling));
  }

  /** Cost at the most streams over cost at the fewest. */
  static double growth(List<Scaling> scaling) {
    Scaling fewest = scaling.get(0);
    Scaling most = scaling.get(0);
    for (Scaling at : scaling) {
      fewest = at.keys() < fewest.keys() ? at : fewest;
      most = at.keys() > most.keys() ? at : most;
    }
    return most.usPerEvent() / fewest.usPerEvent();
  }
}
