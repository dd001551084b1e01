/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.health;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Judges a job by its figures. */
final class Diagnosis {
  private static final double SILENT_SECONDS = 30;
  private static final double BEHIND_SECONDS = 15;
  private static final double CHECKPOINT_SECONDS = 120;
  private static final Set<String> WELL = Set.of("RUNNING", "FINISHED");

  private Diagnosis() {}

  /**
   * What is wrong, the worst first.
   *
   * @param watchedSeconds since the dashboard began: silence is none before it has listened
   */
  static List<Problem> of(JobKind kind, JobFigures job, double watchedSeconds) {
    List<Problem> problems = new ArrayList<>();
    if (job.flinkState() != null && !WELL.contains(job.flinkState())) {
      problems.add(
          Problem.bad(
              "Flink says the job is " + job.flinkState(),
              "Look at its exceptions on Flink's page; mend the cause, then ./millrace run "
                  + kind.label()));
    }
    boolean silent =
        job.silentSeconds() == null
            ? watchedSeconds > SILENT_SECONDS
            : job.silentSeconds() > SILENT_SECONDS;
    if (job.inRate() > 0 && silent) {
      String since =
          job.silentSeconds() == null
              ? "since this page began"
              : String.format(Locale.ROOT, "for %.0f s", job.silentSeconds());
      // A job that has just begun has to fill its first windows.
      Problem problem =
          new Problem(
              job.outTotal() == 0 ? "warn" : "bad",
              capital(kind.eats()) + " come in, but no " + kind.gives() + " out " + since,
              "Is the job running? If so, a partition without records may hold back event time, or"
                  + " checkpoints fail and nothing is committed");
      problems.add(problem);
    }
    if (job.lag() != null && job.inRate() > 0 && job.lag() > job.inRate() * BEHIND_SECONDS) {
      problems.add(
          Problem.warn(
              String.format(Locale.ROOT, "The job is %,d records behind its input", job.lag()),
              "If this grows, raise the job's parallelism or give its hot tier more memory"));
    }
    if (job.checkpointAgeSeconds() != null && job.checkpointAgeSeconds() > CHECKPOINT_SECONDS) {
      problems.add(
          Problem.warn(
              String.format(
                  Locale.ROOT, "The last checkpoint is %.0f s old", job.checkpointAgeSeconds()),
              "Look at the job's checkpoints on Flink's page: back pressure or a slow file system"
                  + " hold them up"));
    }
    if (job.restarts() != null && job.restarts() > 0) {
      problems.add(
          Problem.warn(
              "The job was restarted " + times(job.restarts()),
              "Its exceptions on Flink's page tell why"));
    }
    if (job.deadLettersLastMinute() > 0) {
      problems.add(
          Problem.warn(
              job.deadLettersLastMinute() == 1
                  ? "One record went to the dead letters in the last minute"
                  : String.format(
                      Locale.ROOT,
                      "%,d records went to the dead letters in the last minute",
                      job.deadLettersLastMinute()),
              "See Dead letters for the reason; replay them once it is mended"));
    }
    problems.sort((a, b) -> a.severity().compareTo(b.severity()));
    return problems;
  }

  /** One word for a job: bad, warn, ok or idle (nothing comes in). */
  static String state(JobFigures job, List<Problem> problems) {
    if (problems.isEmpty()) {
      return job.inRate() > 0 || job.outRate() > 0 ? "ok" : "idle";
    }
    return problems.get(0).severity();
  }

  private static String times(long count) {
    return count == 1 ? "once" : count + " times";
  }

  private static String capital(String text) {
    return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }
}
