/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import io.millrace.bench.hop.BenchModel;
import io.millrace.bench.hop.HopBenchmark;
import io.millrace.bench.hop.HopResult;
import io.millrace.bench.pipeline.FootprintResult;
import io.millrace.bench.pipeline.FootprintRun;
import io.millrace.bench.pipeline.PipelineBenchmark;
import io.millrace.bench.pipeline.PipelineResult;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.UsageException;
import io.millrace.models.tensor.choice.ComputePath;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.MemorySize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the streaming CNN: by itself against its peers, and as a job. */
@Command(
    name = "streaming-cnn",
    header = "Measure the streaming CNN, hop by hop and as a job.",
    description = {
      "A hop is measured against the full window in onnxruntime and in libtorch, one thread each; "
          + "the job against the bare step and against the same job with a counter for an operator."
    })
final class StreamingCnnCommand extends MillraceCommand {
  private static final int DEFAULT_KEYS = 10_000;
  private static final Duration SOAK_INTERVAL = Duration.ofSeconds(10);

  /** What can be measured by itself. */
  enum Part {
    MODELS,
    JOB,
    KAFKA
  }

  @Option(names = "--quick", description = "Fewer and shorter rounds: under two minutes in all.")
  boolean quick;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Measure every exactly streamable model under DIR/onnx/pytorch as well.")
  Path data;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      split = ",",
      description = "Of the models measure these only.")
  List<String> only = new ArrayList<>();

  @Option(
      names = "--part",
      paramLabel = "PART",
      split = ",",
      description = "Measure only ${COMPLETION-CANDIDATES}, separated by commas.")
  Set<Part> parts = EnumSet.allOf(Part.class);

  @Option(
      names = "--keys",
      paramLabel = "N",
      split = ",",
      description = {
        "Streams of the job; ${DEFAULT-VALUE} unless given.",
        "With several, the cost per event is compared between them."
      })
  List<Integer> keys = new ArrayList<>();

  @Option(
      names = "--hot-tier",
      paramLabel = "SIZE",
      defaultValue = "1024 mb",
      description = "Heap for live states of the job.")
  String hotTier;

  @Option(
      names = "--compute",
      defaultValue = "auto",
      description = "What computes the network of the job: ${COMPLETION-CANDIDATES}.")
  ComputePath compute;

  @Option(
      names = "--soak-minutes",
      paramLabel = "N",
      description = "Instead of all else, run the job for N minutes and watch its memory.")
  double soakMinutes;

  /** Replaces what the options say, for tests. */
  Extent extent;

  StreamingCnnCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws Exception {
    Map<String, Object> document = new LinkedHashMap<>();
    if (soakMinutes > 0) {
      document.put("soak", soak());
    } else {
      if (parts.contains(Part.MODELS)) {
        document.put("models", models());
      }
      if (parts.contains(Part.JOB) || parts.contains(Part.KAFKA)) {
        document.put("pipeline", pipeline());
      }
    }
    if (json) {
      console.json(document);
    }
    return ExitCode.OK;
  }

  private Extent extent() {
    if (extent != null) {
      return extent;
    }
    return quick ? Extent.QUICK : Extent.FULL;
  }

  private void note(String line) {
    console.note("%s", line);
  }

  private List<HopResult> models() throws Exception {
    List<BenchModel> models =
        HopBenchmark.models(data).stream()
            .filter(model -> only.isEmpty() || only.contains(model.name()))
            .toList();
    if (models.isEmpty()) {
      throw new UsageException(
          "--model " + String.join(",", only) + " names no model: leave it out to see all");
    }
    return new HopBenchmark(extent().rhythm(), this::note).run(models);
  }

  private int mainKeys() {
    return keys.isEmpty() || keys.contains(DEFAULT_KEYS) ? DEFAULT_KEYS : keys.get(0);
  }

  private PipelineResult pipeline() throws Exception {
    List<Integer> scaling = keys.size() > 1 ? keys : List.of();
    return PipelineBenchmark.streamingCnn(
            extent().pipeline(mainKeys(), scaling, parts.contains(Part.KAFKA)),
            MemorySize.parse(hotTier),
            compute,
            this::note)
        .run();
  }

  private FootprintResult soak() throws Exception {
    Duration length = Duration.ofMillis(Math.round(soakMinutes * 60_000));
    Duration interval =
        length.dividedBy(12).compareTo(SOAK_INTERVAL) < 0 ? length.dividedBy(12) : SOAK_INTERVAL;
    return new FootprintRun(mainKeys(), length, interval, compute, this::note).run();
  }
}
