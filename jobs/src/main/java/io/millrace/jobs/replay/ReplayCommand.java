/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.replay;

import io.millrace.connectors.deadletter.Replay;
import io.millrace.connectors.deadletter.ReplayReport;
import io.millrace.connectors.deadletter.Selection;
import io.millrace.jobs.cli.BrokerOptions;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.InstantConverter;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.ProgressLine;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Sends dead letters back. */
@Command(
    name = "replay",
    header = "Send dead letters back to the topics they came from.",
    description =
        "Every selected letter is sent as it was, with the header "
            + Replay.MARKER
            + ". The letters stay where they are: run it once, or narrow it with --from."
            + " Letters that hold less than their record are counted, but not sent.")
final class ReplayCommand extends MillraceCommand {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Mixin BrokerOptions brokers;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = InstantConverter.class,
      showDefaultValue = Help.Visibility.NEVER,
      description = "Refused at this time or later: 2026-01-31T12:00:00Z, or 2h for so long ago.")
  Instant from = Instant.EPOCH;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      converter = InstantConverter.class,
      showDefaultValue = Help.Visibility.NEVER,
      description = "Refused before this time.")
  Instant until = Instant.MAX;

  @Option(
      names = "--reason",
      paramLabel = "REGEX",
      defaultValue = "",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Only where this is found in the reason.")
  String reason;

  @Option(
      names = "--topic",
      paramLabel = "NAME",
      description = "Only those that were read from this topic.")
  String topic;

  @Option(names = "--dry-run", description = "Count, but send nothing.")
  boolean dryRun;

  ReplayCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    JobConfiguration configuration = brokers.configuration();
    String letters = configuration.get(TopicOptions.DEAD_LETTERS);
    Replay replay = new Replay(BrokerOptions.connection(configuration), letters, PATIENCE);
    Selection selection = selection();
    ReplayReport report;
    if (dryRun) {
      report = replay.dryRun(selection);
    } else {
      try (ProgressLine line = ProgressLine.on(console, "letters")) {
        report = replay.run(selection, read -> line.show("replay", read, -1));
      }
    }
    if (json) {
      console.json(document(letters, report));
    } else {
      print(letters, report);
    }
    return ExitCode.OK;
  }

  private Selection selection() {
    try {
      Selection selection = Selection.ALL.between(from, until).because(Pattern.compile(reason));
      return topic == null ? selection : selection.ofTopic(topic);
    } catch (PatternSyntaxException e) {
      throw new UsageException(
          "--reason '" + reason + "' is no regular expression: " + e.getDescription());
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private Map<String, Object> document(String letters, ReplayReport report) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("dead_letters", letters);
    document.put("dry_run", dryRun);
    document.put("read", report.read());
    document.put("selected", report.selected());
    document.put("replayed", report.total());
    document.put("replayed_to", new TreeMap<>(report.replayed()));
    document.put("without_origin", report.withoutOrigin());
    document.put("incomplete", report.incomplete());
    document.put("unreadable", report.unreadable());
    return document;
  }

  private void print(String letters, ReplayReport report) {
    console.line(
        "%,d dead letters read from %s, %,d selected", report.read(), letters, report.selected());
    new TreeMap<>(report.replayed())
        .forEach(
            (name, count) ->
                console.line("%s %,d to %s", dryRun ? "would send" : "sent", count, name));
    if (report.withoutOrigin() > 0) {
      console.line("%,d came from no topic and stay", report.withoutOrigin());
    }
    if (report.incomplete() > 0) {
      console.line(
          "%,d hold less than their record and stay: it lies where topic, partition and offset say",
          report.incomplete());
    }
    if (report.unreadable() > 0) {
      console.note("%,d records of %s are no dead letters", report.unreadable(), letters);
    }
  }
}
