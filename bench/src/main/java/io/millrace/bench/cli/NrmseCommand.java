/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import io.millrace.bench.hop.ModelFolder;
import io.millrace.bench.nrmse.NrmseBenchmark;
import io.millrace.bench.nrmse.NrmseResult;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.MillraceCommand;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Compares streaming with the full window where it cannot be equal. */
@Command(
    name = "nrmse",
    header = "Measure how far streaming lies from the full window of zero-padded networks.",
    description = {
      "f_ACC and f_EEG of StreamiNNC with zero padding, in modes signal-padding and approximate, "
          + "beside the published figures."
    })
final class NrmseCommand extends MillraceCommand {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      required = true,
      description = "The models are DIR/onnx/pytorch/f_acc and f_eeg.")
  Path data;

  @Option(names = "--windows", paramLabel = "N", description = "Windows of the made-up signals.")
  int windows = 300;

  NrmseCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws Exception {
    List<NrmseResult> results =
        new NrmseBenchmark(new ModelFolder(data), windows, line -> console.note("%s", line)).run();
    if (json) {
      console.json(Map.of("nrmse", results));
    }
    return ExitCode.OK;
  }
}
