/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval.loop;

import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.Interrupt;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.ProgressLine;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.instances.NamedStreams;
import io.millrace.models.loop.LoopOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** Judges learners that average their parameters. */
@Command(
    name = "loop",
    header = "Judge learners of parts of a stream that average their parameters.",
    description = {
      "Against one learner that sees everything, and against learners that never average. With "
          + "several intervals the first is the one reported, the others show what averaging less or more "
          + "often changes."
    })
public final class EvalLoopCommand extends MillraceCommand {
  @Option(
      names = "--job",
      paramLabel = "JOB",
      required = true,
      description = "drift or temporal-graph.")
  String job;

  @Option(names = "--learners", paramLabel = "P", description = "Into how many parts to split.")
  int learners = 4;

  @Option(
      names = "--interval",
      paramLabel = "N",
      split = ",",
      defaultValue = "1000",
      description = "Edges or labels of the whole stream between two rounds.")
  List<Integer> intervals;

  @Option(
      names = "--rule",
      paramLabel = "R",
      description = "The rule that merges, without parameters.")
  String rule = "fedavg";

  @Option(names = "--seeds", paramLabel = "K", description = "The mean over so many seeds.")
  int seeds = 1;

  @Option(
      names = "--edges",
      paramLabel = "FILE",
      showDefaultValue = Help.Visibility.NEVER,
      description = "temporal-graph: the edges.")
  Path edges;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "temporal-graph: times that the training is gone through.")
  int epochs = 3;

  @Option(
      names = "--stream",
      paramLabel = "NAME|FILE",
      showDefaultValue = Help.Visibility.NEVER,
      description = "drift: a stream's name or file, as eval drift takes them.")
  String stream;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      showDefaultValue = Help.Visibility.NEVER,
      description = "drift: the folder of the published sets.")
  Path data;

  @Option(
      names = "--model",
      paramLabel = "NAME",
      showDefaultValue = Help.Visibility.NEVER,
      description = "tgn (or nat) for temporal-graph, moe-data (or moe-task) for drift.")
  String model;

  @Option(
      names = "--through-kafka",
      description = {
        "Through an embedded broker, the job that learns and the one that merges, with --epochs 1, "
            + "instead of in one process. An interval is a window of event time with as many edges or "
            + "labels on average."
      })
  boolean throughKafka;

  public EvalLoopCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    if (seeds < 1 || learners < 2 || intervals.stream().anyMatch(every -> every < 1)) {
      throw new UsageException(
          "--seeds %d, --learners %d, --interval %s: must be at least 1, 2 and 1"
              .formatted(seeds, learners, intervals));
    }
    LoopReport report;
    try (Interrupt interrupt = Interrupt.listen();
        ProgressLine line = ProgressLine.on(console, "runs")) {
      report = evaluate(interrupt, line);
    } catch (CancellationException e) {
      console.note("interrupted: there is no result");
      return ExitCode.FAILURE;
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    if (json) {
      console.json(report.json());
    } else {
      print(report);
    }
    return ExitCode.OK;
  }

  private LoopReport evaluate(Interrupt interrupt, ProgressLine line) throws IOException {
    LoopSubject subject = subject();
    Sums single = new Sums();
    Sums isolated = new Sums();
    List<Sums> averaged = new ArrayList<>();
    intervals.forEach(every -> averaged.add(new Sums()));
    int done = 0;
    int total = seeds * (2 + intervals.size());
    for (int seed = 1; seed <= seeds; seed++) {
      for (int r = -2; r < intervals.size(); r++) {
        if (interrupt.isWished()) {
          throw new CancellationException();
        }
        Sums sums = r == -2 ? single : r == -1 ? isolated : averaged.get(r);
        int parts = r == -2 ? 1 : learners;
        int every = r < 0 ? 0 : intervals.get(r);
        sums.add(
            throughKafka
                ? subject.runThroughKafka(parts, every, rule, seed)
                : subject.run(parts, every, rule, seed));
        line.show(job, ++done, total);
      }
    }
    List<Interval> found = new ArrayList<>();
    for (int i = 0; i < averaged.size(); i++) {
      Sums sums = averaged.get(i);
      found.add(
          new Interval(
              intervals.get(i), sums.score / seeds, sums.rounds / seeds, sums.bytes / 1e6 / seeds));
    }
    return new LoopReport(
        subject.measure(),
        single.score / seeds,
        isolated.score / seeds,
        found,
        new LoopReport.Terms(
            job, subject.data(), subject.model(), learners, rule, seeds, throughKafka));
  }

  private LoopSubject subject() throws IOException {
    return switch (job) {
      case "temporal-graph" -> {
        if (edges == null) {
          throw new UsageException("--job temporal-graph needs a file of edges: give --edges");
        }
        yield LoopSubject.edges(edges, model == null ? "tgn" : model, epochs);
      }
      case "drift" -> {
        if (stream == null) {
          throw new UsageException(
              "--job drift needs a stream: give --stream, a file or one of "
                  + String.join(", ", NamedStreams.names()));
        }
        yield LoopSubject.instances(stream, data, model == null ? "moe-data" : model);
      }
      default -> throw new UsageException("--job is '" + job + "': use drift or temporal-graph");
    };
  }

  private void print(LoopReport report) {
    console.line(
        "%s on %s, %s, %d learners: %s of one learner %.4f, isolated %.4f",
        job,
        report.terms().data(),
        report.terms().model(),
        learners,
        report.measure(),
        report.single(),
        report.isolated());
    for (Interval interval : report.intervals()) {
      console.line(
          "averaged every %,9d: %.4f, %,6d rounds, %,10.1f MB",
          interval.every(), interval.score(), interval.rounds(), interval.megabytes());
    }
  }

  /** Over the seeds. */
  private static final class Sums {
    private double score;
    private long rounds;
    private long bytes;

    void add(LoopOutcome outcome) {
      score += outcome.score();
      rounds += outcome.rounds();
      bytes += outcome.bytes();
    }
  }
}
