/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import io.millrace.bench.load.Subjects;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Which jobs a command puts under load, and with what input. */
final class JobChoice {
  private static final String ALL = "all";

  @Option(
      names = "--job",
      paramLabel = "JOB",
      split = ",",
      defaultValue = ALL,
      description = "Which jobs, at the same time; all, or names separated by commas.")
  List<String> jobs = new ArrayList<>();

  @Option(names = "--seed", paramLabel = "S", defaultValue = "1", description = "Of all chance.")
  long seed;

  /** Their names, not checked yet. */
  List<String> names() {
    return jobs.contains(ALL) ? Subjects.NAMES : jobs;
  }
}
