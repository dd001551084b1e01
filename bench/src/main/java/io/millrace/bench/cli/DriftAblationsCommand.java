/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import io.millrace.bench.ablation.AblationResult;
import io.millrace.bench.ablation.AblationResult.IdeaResult;
import io.millrace.bench.ablation.AblationResult.StreamResult;
import io.millrace.bench.ablation.Ablations;
import io.millrace.bench.ablation.Idea;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.UsageException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Says what each idea of the adaptive learner gains and costs. */
@Command(
    name = "drift-ablations",
    header = "Leave the ideas of the adaptive learner out, one at a time.",
    description = {
      "Test, then train, on the same instances; accuracy in percent, and instead of it "
          + "the difference to the standard settings where these ran too."
    })
final class DriftAblationsCommand extends MillraceCommand {
  /** For the help text. */
  static final class IdeaNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Idea.labels().iterator();
    }
  }

  @Mixin StreamChoice choice;

  @Option(
      names = "--ideas",
      paramLabel = "NAME",
      split = ",",
      completionCandidates = IdeaNames.class,
      description = "Only these of ${COMPLETION-CANDIDATES}.")
  List<String> ideas = new ArrayList<>();

  @Option(
      names = "--instances",
      paramLabel = "N",
      description = "Only the first N instances of each stream.")
  long instances = 100_000;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Of generated streams and of the learner.")
  long seed = 1;

  @Option(
      names = "--delay",
      paramLabel = "N",
      description = "Labels arrive N instances after the prediction.")
  int delay;

  DriftAblationsCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws Exception {
    AblationResult result;
    try {
      result = new Ablations(settings(), line -> console.note("%s", line)).run();
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    if (json) {
      console.json(result);
    } else {
      result.streams().forEach(this::print);
    }
    return ExitCode.OK;
  }

  private Ablations.Settings settings() {
    return new Ablations.Settings(
        choice.data,
        choice.or(StreamChoice.DRIFTING.stream()),
        ideas.isEmpty() ? List.of(Idea.values()) : ideas.stream().map(Idea::of).toList(),
        instances,
        seed,
        delay);
  }

  private void print(StreamResult stream) {
    console.line("");
    console.line("%s, %,d instances", stream.name(), stream.instances());
    IdeaResult standard =
        stream.results().stream()
            .filter(each -> each.idea().equals(Idea.STANDARD.label()))
            .findFirst()
            .orElse(null);
    for (IdeaResult each : stream.results()) {
      boolean compared = standard != null && !each.equals(standard);
      console.line(
          "  %-18s %9s %,14.0f/s %,14d bytes  %s",
          each.idea(),
          compared
              ? "%+.2f".formatted(100 * (each.accuracy() - standard.accuracy()))
              : "%.2f".formatted(100 * each.accuracy()),
          each.instancesPerS(),
          each.bytes(),
          Idea.of(each.idea()).description());
    }
  }
}
