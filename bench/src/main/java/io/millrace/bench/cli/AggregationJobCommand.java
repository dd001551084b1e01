/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import io.millrace.bench.aggregation.JobBenchmark;
import io.millrace.bench.aggregation.JobSettings;
import io.millrace.bench.aggregation.JobTime;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** Measures parameter-aggregation as a job. */
@Command(
    name = "aggregation-job",
    header = "Measure the job parameter-aggregation from Kafka to published models.",
    description = {
      "20 workers send updates of 11.17 million values, 45 MB. Of rounds that wait in the topic the "
          + "rate is measured; of rounds that are sent one by one the time from the last update's last part "
          + "to the announcement of the version. Broker, job and store are in this process."
    })
final class AggregationJobCommand extends MillraceCommand {
  @Option(names = "--quick", description = "Updates of 2 MB.")
  boolean quick;

  @Option(
      names = "--rules",
      paramLabel = "NAME",
      split = ",",
      showDefaultValue = Help.Visibility.NEVER,
      description = "These rules; fedavg and nnm+trimmed-mean unless given.")
  List<String> rules = new ArrayList<>();

  @Option(
      names = "--values",
      paramLabel = "N",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Values of the model; 11,170,000 unless given.")
  Integer values;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Rounds that wait in the topic; 2 unless given, 10 with --quick.")
  Integer rounds;

  @Option(names = "--parallelism", paramLabel = "N", description = "Of the job.")
  int parallelism = 1;

  @Option(
      names = "--workers",
      paramLabel = "N",
      split = ",",
      showDefaultValue = Help.Visibility.NEVER,
      description = {
        "How many send updates; 20 unless given.",
        "With several, the cost per update is compared between them."
      })
  List<Integer> workers = new ArrayList<>();

  @Option(
      names = "--parts",
      paramLabel = "N",
      description = "Parts of the workers whose updates are summed apart; linear rules only.")
  int parts = 1;

  /** Replaces what the options say, for tests. */
  JobSettings settings;

  AggregationJobCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws Exception {
    List<JobTime> times = new ArrayList<>();
    for (JobSettings fleet : fleets()) {
      times.addAll(new JobBenchmark(fleet, line -> console.note("%s", line)).run());
    }
    if (json) {
      console.json(Map.of("jobs", times));
    } else {
      times.forEach(this::print);
    }
    return ExitCode.OK;
  }

  private List<JobSettings> fleets() {
    JobSettings chosen = settings != null ? settings : quick ? JobSettings.QUICK : JobSettings.FULL;
    try {
      JobSettings one = chosen.withParallelism(parallelism).withParts(parts);
      JobSettings sized = values == null ? one : one.withValues(values);
      JobSettings timed = rounds == null ? sized : sized.withWaiting(rounds);
      JobSettings ruled = rules.isEmpty() ? timed : timed.withRules(rules);
      return workers.isEmpty() ? List.of(ruled) : workers.stream().map(ruled::withWorkers).toList();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private void print(JobTime time) {
    console.line(
        "%-20s %,7d x %,12d: %6.0f MB/s, %,7.0f updates/s, %5.2f s of processor time per GB (%,.0f us"
            + " per update); version %.0f ms after the last part (%.0f at most), %.0f ms after the"
            + " last update's first",
        time.rule(),
        time.workers(),
        time.values(),
        time.mbS(),
        time.updatesS(),
        time.cpuSPerGb(),
        time.cpuUsPerUpdate(),
        time.publishMs(),
        time.publishMostMs(),
        time.lastUpdateMs());
  }
}
