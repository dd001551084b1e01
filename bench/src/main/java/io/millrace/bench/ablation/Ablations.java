/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.ablation;

import io.millrace.bench.ablation.AblationResult.IdeaResult;
import io.millrace.bench.ablation.AblationResult.StreamResult;
import io.millrace.connectors.instance.TableLayout;
import io.millrace.jobs.eval.drift.DriftEvaluation;
import io.millrace.jobs.instances.NamedStreams;
import io.millrace.models.drift.adaptive.Adaptive;
import io.millrace.models.drift.evaluate.Prequential;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.drift.stream.StreamSchema;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs the adaptive mixture over streams, once per idea. */
public final class Ablations {
  private static final int BLOCK = 1024;
  // So many that the first idea is not the only one that runs while it is still being compiled.
  private static final int WARM_UP = 100_000;

  /**
   * What is run.
   *
   * @param data folder of the published sets; null when no stream needs it
   * @param streams names or files
   * @param ideas of which {@link Idea#STANDARD} is to be one, to compare with
   * @param instances of each stream at most
   * @param seed of generated streams and of the learner
   * @param delay of labels in instances
   */
  public record Settings(
      Path data, List<String> streams, List<Idea> ideas, long instances, long seed, int delay) {
    public Settings {
      streams = List.copyOf(streams);
      ideas = List.copyOf(ideas);
      if (instances < 1 || delay < 0) {
        throw new IllegalArgumentException(
            "%d instances, labels %d late: use at least 1 and 0".formatted(instances, delay));
      }
    }
  }

  private final Settings settings;
  private final Consumer<String> log;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();

  /**
   * @param log is told what runs and what came out
   */
  public Ablations(Settings settings, Consumer<String> log) {
    this.settings = settings;
    this.log = log;
  }

  /**
   * Runs it all.
   *
   * @throws IllegalArgumentException when a stream is not known
   * @throws IOException when a stream cannot be read
   */
  public AblationResult run() throws IOException {
    List<StreamResult> streams = new ArrayList<>();
    for (String stream : settings.streams()) {
      run(stream, Idea.STANDARD, Math.min(WARM_UP, settings.instances()));
      List<IdeaResult> results = new ArrayList<>();
      long instances = 0;
      for (Idea idea : settings.ideas()) {
        Run run = run(stream, idea, settings.instances());
        instances = run.instances;
        results.add(run.result);
        log.accept(
            String.format(
                "%-12s %-18s accuracy %6.2f %%  %,10.0f instances/s  %,12d bytes",
                stream,
                idea.label(),
                100 * run.result.accuracy(),
                run.result.instancesPerS(),
                run.result.bytes()));
      }
      streams.add(new StreamResult(stream, instances, results));
    }
    return new AblationResult(settings.delay(), streams);
  }

  private record Run(long instances, IdeaResult result) {}

  private Run run(String name, Idea idea, long limit) throws IOException {
    NamedStreams named = new NamedStreams(settings.data(), TableLayout.AUTOMATIC);
    try (InstanceStream stream = named.open(name, settings.seed()).limit(limit)) {
      StreamSchema schema = stream.schema();
      Adaptive learner =
          new Adaptive(
              idea.settings(),
              schema.learnerAttributes(),
              schema.classes().size(),
              settings.seed());
      Prequential prequential =
          new Prequential(learner, schema.attributes().size(), settings.delay());
      Instance[] block = new Instance[BLOCK];
      for (int i = 0; i < BLOCK; i++) {
        block[i] = schema.newInstance();
      }
      long instances = 0;
      long right = 0;
      long nanos = 0;
      int read;
      while ((read = fill(stream, block)) > 0) {
        long start = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < read; i++) {
          right += prequential.accept(block[i]).winner() == block[i].label ? 1 : 0;
        }
        nanos += threads.getCurrentThreadCpuTime() - start;
        instances += read;
      }
      return new Run(
          instances,
          new IdeaResult(
              idea.label(),
              (double) right / Math.max(1, instances),
              instances * 1e9 / Math.max(1, nanos),
              DriftEvaluation.stateBytes(learner)));
    }
  }

  private static int fill(InstanceStream stream, Instance[] block) {
    int read = 0;
    while (read < block.length && stream.next(block[read])) {
      read++;
    }
    return read;
  }
}
