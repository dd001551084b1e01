/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.inspect;

import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.reference.OnnxRuntimeReference;
import io.millrace.models.cnn.Mode;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.plan.LayerReport;
import io.millrace.models.cnn.plan.PlanRequest;
import io.millrace.models.cnn.plan.Planner;
import io.millrace.models.cnn.plan.StreamingPlan;
import io.millrace.models.cnn.step.StreamedNetwork;
import io.millrace.models.onnx.ImportOptions;
import io.millrace.models.onnx.ModelImportException;
import io.millrace.models.onnx.OnnxImporter;
import io.millrace.models.tensor.ComputePaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows how a model streams. */
@Command(
    name = "inspect",
    header = "Tell whether and how a model streams, and what it costs.",
    description = {
      "Reads an ONNX file, plans its streaming at a window and hop, and prints the plan.",
      "--check also streams test signals and compares every hop with onnxruntime on the full window."
    })
final class InspectCommand extends MillraceCommand {
  @Parameters(paramLabel = "MODEL.onnx", description = "The model.")
  Path file;

  @Option(names = "--window", required = true, paramLabel = "L", description = "Window in samples.")
  int window;

  @Option(
      names = "--hop",
      required = true,
      paramLabel = "S",
      description = "Samples between two predictions.")
  int hop;

  @Option(
      names = "--mode",
      defaultValue = "exact",
      description = "exact, signal-padding or approximate.")
  String mode;

  @Option(
      names = "--causal",
      description =
          "In signal-padding mode: move all padding to the past, so that nothing looks ahead.")
  boolean causal;

  @Option(
      names = "--carry",
      description = "In signal-padding mode: carry recurrent state across hops.")
  boolean carry;

  @Option(
      names = "--layout",
      defaultValue = "CHANNELS_FIRST",
      description = "Axes of the input: ${COMPLETION-CANDIDATES}.")
  ImportOptions.Layout layout;

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description = "The output to take, where there are several.")
  String output;

  @Option(names = "--check", description = "Compare with onnxruntime, and time both.")
  boolean check;

  @Option(names = "--hops", defaultValue = "200", description = "Windows per stream to check.")
  int hops;

  @Option(names = "--batch", defaultValue = "8", description = "Streams to check together.")
  int batch;

  InspectCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    PlanRequest request = request();
    StreamingPlan plan;
    try {
      plan = Planner.plan(network(), request);
    } catch (ModelImportException e) {
      if (e.reason() != ModelImportException.Reason.UNSUPPORTED) {
        throw new UsageException(file + ": " + e.getMessage());
      }
      show(InspectReport.refused(e.getMessage(), request.mode(), window, hop));
      return ExitCode.NOT_ACCEPTED;
    }
    show(InspectReport.of(plan, check && plan.accepted() ? check(plan) : null));
    return plan.accepted() ? ExitCode.OK : ExitCode.NOT_ACCEPTED;
  }

  private PlanRequest request() {
    atLeastOne("--window", window);
    atLeastOne("--hop", hop);
    atLeastOne("--hops", hops);
    atLeastOne("--batch", batch);
    try {
      return new PlanRequest(hop, Mode.parse(mode), causal, carry);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static void atLeastOne(String option, int value) {
    if (value < 1) {
      throw new UsageException(option + " is " + value + ": give a positive number");
    }
  }

  private Network network() {
    ImportOptions options = ImportOptions.standard().withWindow(window).withLayout(layout);
    return OnnxImporter.importModel(file, output == null ? options : options.withOutput(output))
        .network();
  }

  private ModelCheck.Result check(StreamingPlan plan) throws IOException {
    console.note("checking %d windows of %d streams", hops, batch);
    try (StreamedNetwork model = StreamedNetwork.compile(plan, ComputePaths.best());
        OnnxRuntimeReference reference =
            OnnxRuntimeReference.open(
                Files.readAllBytes(file), plan.network().channels(), plan.network().window())) {
      return ModelCheck.run(model, reference, hops, batch);
    }
  }

  private void show(InspectReport report) {
    if (json) {
      console.json(report);
      return;
    }
    console.line("streamable       %s: %s", report.streamable(), report.why());
    console.line(
        "mode             %s, %s", report.mode(), report.accepted() ? "accepted" : "not accepted");
    if (report.layers().isEmpty()) {
      return;
    }
    console.line(
        "receptive field  %d samples, a feature row every %s, hop must be a multiple of %d",
        report.receptiveField(), report.cumulativeStride(), report.alignment());
    console.line("look-ahead       %d samples", report.lookAhead());
    console.line("state            %,d bytes per stream", report.stateBytesPerKey());
    console.line(
        "operations       %,d per hop, %,d per full window: %.1f times fewer",
        report.flopsPerHop(), report.flopsFull(), report.idealSpeedup());
    console.line(
        "%n%-40s %-20s %-9s %6s %6s %8s %10s %14s",
        "layer", "op", "where", "stride", "rows", "history", "padded", "flops/hop");
    for (LayerReport layer : report.layers()) {
      console.line(
          "%-40s %-20s %-9s %6s %6d %8d %10s %,14d",
          shorten(layer.name()),
          layer.op(),
          layer.placement(),
          layer.stride(),
          layer.rowsPerHop(),
          layer.historyRows(),
          layer.padded(),
          layer.flopsPerHop());
    }
    if (report.check() != null) {
      ModelCheck.Result c = report.check();
      console.line(
          "%nchecked %d windows: largest difference %.3g over a range of %.3g (NRMSE %.3g %%)",
          c.windows(), c.maxAbsDiff(), c.outputRange(), c.nrmsePct());
      console.line(
          "%.1f us per hop, onnxruntime %.1f us per full window: %.1f times faster (ideal %.1f)",
          c.usPerHop(), c.usFullWindowOnnxruntime(), c.speedup(), report.idealSpeedup());
    }
  }

  private static String shorten(String name) {
    return name.length() <= 40 ? name : "..." + name.substring(name.length() - 37);
  }
}
