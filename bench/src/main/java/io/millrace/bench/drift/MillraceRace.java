/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.drift;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.connectors.instance.TableLayout;
import io.millrace.jobs.eval.drift.DriftEvaluation;
import io.millrace.jobs.instances.NamedStreams;
import io.millrace.models.drift.catalogue.LearnerCatalogue;
import io.millrace.models.drift.evaluate.Outcome;
import io.millrace.models.drift.evaluate.Prequential;
import io.millrace.models.drift.evaluate.Scores;
import io.millrace.models.drift.evaluate.Window;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.drift.stream.StreamSchema;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Runs one of our learners over an ARFF file in this process, as MoaRace does with one of MOA's:
 * all instances are in memory before, and only testing and training are timed: by the clock or the
 * time that processors gave the thread and the collector, whichever is less.
 */
public final class MillraceRace {
  private final List<Instance> instances = new ArrayList<>();
  private final StreamSchema schema;
  private final String learner;
  private final long seed;

  private MillraceRace(Path arff, String learner, long seed) throws IOException {
    this.learner = learner;
    this.seed = seed;
    try (InstanceStream stream =
        new NamedStreams(null, TableLayout.AUTOMATIC).open(arff.toString(), seed)) {
      schema = stream.schema();
      Instance next = schema.newInstance();
      while (stream.next(next)) {
        instances.add(next);
        next = schema.newInstance();
      }
    }
  }

  /**
   * Arguments: file, learner, seed, instances of the warm-up, whether the trees of a forest take
   * turns.
   */
  public static void main(String[] arguments) throws IOException {
    MillraceRace race =
        new MillraceRace(Path.of(arguments[0]), arguments[1], Long.parseLong(arguments[2]));
    RaceResult result =
        Boolean.parseBoolean(arguments[4]) && TreesInTurn.has(arguments[1])
            ? race.runInTurn()
            : race.run(Integer.parseInt(arguments[3]));
    System.out.println();
    System.out.println(new ObjectMapper().writeValueAsString(result));
  }

  /** The same in this process, for tests. */
  static RaceResult race(Path arff, String learner, long seed) throws IOException {
    return new MillraceRace(arff, learner, seed).run(0);
  }

  private RaceResult run(int warmUp) {
    loop(create(), Math.min(warmUp, instances.size()));
    System.gc();
    Learner model = create();
    return timed(() -> loop(model, instances.size()), List.of(model));
  }

  /** The same for a forest whose trees take turns, in this process. */
  static RaceResult raceInTurn(Path arff, String learner, long seed) throws IOException {
    return new MillraceRace(arff, learner, seed).runInTurn();
  }

  private RaceResult runInTurn() {
    TreesInTurn forest = new TreesInTurn(learner, schema, seed);
    return timed(() -> forest.run(instances), forest.trees());
  }

  private RaceResult timed(Supplier<Scores> run, List<Learner> models) {
    long start = System.nanoTime();
    long startOfThread = threadNanos();
    Scores scores = run.get();
    long nanos = Math.min(System.nanoTime() - start, threadNanos() - startOfThread);
    return new RaceResult(
        instances.size(),
        scores.accuracy(),
        scores.kappaM(),
        scores.kappaTemporal(),
        instances.size() * 1e9 / nanos,
        models.stream().mapToLong(DriftEvaluation::stateBytes).sum());
  }

  /**
   * The time that processors gave this thread and the collector, who work in turn. On a busy
   * machine the clock tells what others do.
   */
  private static long threadNanos() {
    long nanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      nanos += 1_000_000 * collector.getCollectionTime();
    }
    return nanos;
  }

  private Learner create() {
    return LearnerCatalogue.create(
        learner, schema.learnerAttributes(), schema.classes().size(), seed);
  }

  private Scores loop(Learner model, int count) {
    Prequential prequential = new Prequential(model, schema.attributes().size(), 0);
    Window window = Window.cumulative();
    Outcome outcome = new Outcome();
    for (int i = 0; i < count; i++) {
      Instance instance = instances.get(i);
      outcome.judge(instance.label, prequential.accept(instance));
      window.add(outcome);
    }
    return window.scores();
  }
}
