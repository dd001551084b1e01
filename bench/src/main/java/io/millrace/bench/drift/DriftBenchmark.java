/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.drift;

import io.millrace.bench.drift.DriftBenchResult.LearnerResult;
import io.millrace.bench.drift.DriftBenchResult.StreamResult;
import io.millrace.connectors.instance.TableLayout;
import io.millrace.jobs.instances.NamedStreams;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Races learners over streams, the engines in turn. */
public final class DriftBenchmark {
  /**
   * What is raced.
   *
   * @param data folder of the published sets; null when no stream needs it
   * @param streams names or files
   * @param learners names; one that an engine does not have it leaves out
   * @param seeds of generated streams, 1 to so many
   * @param instances of each stream at most
   * @param warmUp instances before the clock runs
   * @param engines millrace, moa or both
   * @param treesInTurn whether trees of our forests take turns over blocks of instances
   */
  public record Settings(
      Path data,
      List<String> streams,
      List<String> learners,
      int seeds,
      long instances,
      int warmUp,
      List<String> engines,
      boolean treesInTurn) {
    public Settings {
      streams = List.copyOf(streams);
      learners = List.copyOf(learners);
      engines = List.copyOf(engines);
      if (seeds < 1 || instances < 1 || warmUp < 0) {
        throw new IllegalArgumentException(
            String.format(
                "%d seeds, %d instances, %d to warm up: use at least 1, 1 and 0",
                seeds, instances, warmUp));
      }
    }
  }

  private final Settings settings;
  private final Consumer<String> log;

  /**
   * @param log is told what runs and what came out
   */
  public DriftBenchmark(Settings settings, Consumer<String> log) {
    this.settings = settings;
    this.log = log;
  }

  /**
   * Runs it all.
   *
   * @throws IllegalArgumentException when a stream or a learner is not known
   * @throws IOException when a stream cannot be read or a race fails
   */
  public DriftBenchResult run() throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("millrace-drift");
    try {
      List<Engine> engines = engines(folder);
      for (String learner : settings.learners()) {
        if (engines.stream().noneMatch(engine -> engine.has(learner))) {
          throw new IllegalArgumentException(
              "no engine of " + settings.engines() + " has a learner '" + learner + "'");
        }
      }
      List<StreamResult> streams = new ArrayList<>();
      for (String stream : settings.streams()) {
        streams.add(race(stream, engines, folder));
      }
      return new DriftBenchResult(streams);
    } finally {
      delete(folder);
    }
  }

  private List<Engine> engines(Path folder) throws IOException, InterruptedException {
    List<Engine> engines = new ArrayList<>();
    for (String engine : settings.engines()) {
      switch (engine) {
        case "millrace" -> engines.add(new MillraceEngine(folder, settings.treesInTurn()));
        case "moa" -> engines.add(new MoaEngine(folder, MoaJars.classPath(folder)));
        default ->
            throw new IllegalArgumentException(
                "there is no engine '" + engine + "': use millrace or moa");
      }
    }
    return engines;
  }

  private StreamResult race(String stream, List<Engine> engines, Path folder)
      throws IOException, InterruptedException {
    NamedStreams named = new NamedStreams(settings.data(), TableLayout.AUTOMATIC);
    int seeds = NamedStreams.isGenerated(stream) ? settings.seeds() : 1;
    Map<String, List<RaceResult>> runs = new LinkedHashMap<>();
    Path arff = folder.resolve("stream.arff");
    long instances = 0;
    for (int seed = 1; seed <= seeds; seed++) {
      int current = seed;
      instances =
          StreamFile.write(() -> named.open(stream, current).limit(settings.instances()), arff);
      for (String learner : settings.learners()) {
        for (Engine engine : engines) {
          if (engine.has(learner)) {
            RaceResult result = engine.race(arff, learner, seed, settings.warmUp());
            log.accept(line(stream, seed, learner, engine.name(), result));
            runs.computeIfAbsent(learner + "\n" + engine.name(), key -> new ArrayList<>())
                .add(result);
          }
        }
      }
    }
    List<LearnerResult> results = new ArrayList<>();
    runs.forEach(
        (key, each) -> {
          int end = key.indexOf('\n');
          results.add(LearnerResult.of(key.substring(0, end), key.substring(end + 1), each));
        });
    return new StreamResult(stream, instances, seeds, results);
  }

  private static String line(
      String stream, int seed, String learner, String engine, RaceResult result) {
    return String.format(
        "%-12s seed %d  %-24s %-8s accuracy %6.2f %%  kappa-M %6.2f  %,10.0f instances/s  %,d bytes",
        stream,
        seed,
        learner,
        engine,
        100 * result.accuracy(),
        100 * result.kappaM(),
        result.instancesPerS(),
        result.bytes());
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
