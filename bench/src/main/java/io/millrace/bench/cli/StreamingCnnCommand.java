package io.millrace.bench.cli;

import io.millrace.bench.hop.BenchModel;
import io.millrace.bench.hop.HopBenchmark;
import io.millrace.bench.hop.HopResult;
import io.millrace.bench.timing.Rhythm;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.MillraceCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures the streaming CNN: by itself against its peers, and as a job. */
@Command(
    name = "streaming-cnn",
    header = "Measure the streaming CNN, hop by hop and as a job.")
final class StreamingCnnCommand extends MillraceCommand {
  @Option(names = "--quick", description = "Fewer and shorter rounds: under two minutes in all.")
  boolean quick;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Measure every exactly streamable model under DIR/onnx/pytorch as well.")
  Path data;

  StreamingCnnCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws Exception {
    Rhythm rhythm =
        quick
            ? new Rhythm(Duration.ofMillis(250), Duration.ofMillis(4), Duration.ofMillis(900), 5, 100)
            : new Rhythm(Duration.ofSeconds(2), Duration.ofMillis(10), Duration.ofSeconds(6), 15, 400);
    List<BenchModel> models = HopBenchmark.models(data);
    List<HopResult> results = new HopBenchmark(rhythm, line -> console.note("%s", line)).run(models);
    console.json(Map.of("models", results));
    return ExitCode.OK;
  }
}
