/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.jobs.cli.BrokerOptions;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.InstantConverter;
import io.millrace.jobs.cli.Interrupt;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.ProgressLine;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.report.page.Page;
import io.millrace.jobs.report.result.ResultException;
import io.millrace.jobs.report.result.ResultReport;
import io.millrace.jobs.report.topic.TopicReport;
import io.millrace.jobs.topics.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes down what a job did. */
@Command(
    name = "report",
    header = "Write what a job or an evaluation found to an HTML file.",
    description = {
      "Of a job, reads all that its output topics hold now, committed records only and in no group;"
          + " or, with --from, takes what an eval or bench command printed with --json.",
      "The file needs nothing else: no script, no request, light and dark, fit for a phone and for"
          + " paper."
    })
final class ReportCommand extends MillraceCommand {
  @Mixin BrokerOptions brokers;

  @Parameters(
      paramLabel = "JOB",
      arity = "0..1",
      description = "streaming-cnn, drift-moe, temporal-graph or parameter-aggregation.")
  String job;

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE.html",
      required = true,
      description = "The file to write; one that is there is replaced.")
  Path out;

  @Option(
      names = "--from",
      paramLabel = "FILE.json",
      description = "A result instead of a job's topics.")
  Path from;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      converter = InstantConverter.class,
      showDefaultValue = Help.Visibility.NEVER,
      description =
          "Leave out what the brokers received before 2026-01-31T12:00:00Z, or 15m ago and so on.")
  Instant since = Instant.MIN;

  ReportCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    check();
    Page page = from == null ? ofTopics() : ofResult();
    Files.writeString(out, page.html(), UTF_8);
    if (json) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("file", out.toString());
      document.put("bytes", Files.size(out));
      document.put("sections", page.sections().size());
      console.json(document);
    } else {
      console.line("%s has %d sections: open it in a browser", out, page.sections().size());
    }
    return ExitCode.OK;
  }

  private void check() {
    if ((job == null) == (from == null)) {
      throw new UsageException(
          "of what? Give either a job, one of "
              + String.join(", ", TopicReport.jobs())
              + ", or --from FILE.json");
    }
    if (job != null && !TopicReport.jobs().contains(job)) {
      throw new UsageException(
          "there is no job '" + job + "'; there are " + String.join(", ", TopicReport.jobs()));
    }
    String name = out.toString().toLowerCase(Locale.ROOT);
    if (!name.endsWith(".html") && !name.endsWith(".htm")) {
      throw new UsageException("--out is " + out + ": give a name that ends in .html");
    }
    Path folder = out.toAbsolutePath().getParent();
    if (Files.isDirectory(out) || folder == null || !Files.isDirectory(folder)) {
      throw new UsageException(
          "--out is " + out + ": give a file in a folder that exists; create " + folder + " first");
    }
  }

  private Page ofTopics() {
    JobConfiguration configuration = brokers.configuration();
    TopicReport report =
        new TopicReport(
            BrokerOptions.connection(configuration), TopicCatalogue.of(configuration).byRole());
    try (Interrupt interrupt = Interrupt.listen();
        ProgressLine progress = ProgressLine.on(console, "records")) {
      return report.read(
          job,
          since,
          () -> !interrupt.isWished(),
          records -> progress.show("reading", records, -1));
    }
  }

  private Page ofResult() throws IOException {
    try {
      return ResultReport.read(from);
    } catch (ResultException e) {
      throw new UsageException(e.getMessage());
    }
  }
}
