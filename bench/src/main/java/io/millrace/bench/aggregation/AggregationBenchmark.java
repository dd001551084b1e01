/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.aggregation;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.bench.timing.Contestant;
import io.millrace.bench.timing.Interleaving;
import io.millrace.bench.timing.Rhythm;
import io.millrace.models.aggregation.evaluate.SumBandwidth;
import io.millrace.models.aggregation.kernel.KernelPath;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures one thing after the other. */
public final class AggregationBenchmark {
  /** All that are measured. */
  public static final List<String> RULES =
      List.of(
          "fedavg-uniform",
          "krum",
          "multi-krum",
          "bulyan",
          "nnm+trimmed-mean",
          "geometric-median",
          "flag",
          "median",
          "trimmed-mean",
          "mean-around-median");

  private static final int BYZANTINE = 4;
  private static final int FLAG_WORKERS = 15;
  private static final String FLAG = "flag";

  private final Settings settings;
  private final Consumer<String> told;

  /**
   * How large.
   *
   * @param workers n of the rules, at least 19 since Bulyan bears 4 of them
   * @param values d of the rules
   * @param flagValues d where the Flag Aggregator meets the singular value decomposition
   * @param sumValues of the streaming sum's model
   * @param rounds that every rule is measured at least
   * @param heap whether to take in 200 updates of 50 million values in 1 GiB
   * @param rules which of {@link #RULES}
   */
  public record Settings(
      int workers,
      int values,
      int flagValues,
      int sumValues,
      int rounds,
      boolean heap,
      List<String> rules) {
    /** A minute or two. */
    public static final Settings QUICK =
        new Settings(20, 1_000_000, 20_000, 16_000_000, 2, false, RULES);

    /** For figures that are kept. */
    public static final Settings FULL =
        new Settings(20, 11_170_000, 100_000, 16_000_000, 3, true, RULES);

    /** Only some rules, and no small heap. */
    public Settings only(List<String> chosen) {
      for (String rule : chosen) {
        if (!RULES.contains(rule)) {
          throw new IllegalArgumentException(
              "rule '" + rule + "' is not measured: use some of " + String.join(", ", RULES));
        }
      }
      return new Settings(workers, values, flagValues, sumValues, rounds, false, chosen);
    }
  }

  public AggregationBenchmark(Settings settings, Consumer<String> told) {
    this.settings = settings;
    this.told = told;
  }

  /** Runs all of it. */
  public AggregationResult run() throws IOException, InterruptedException {
    SumBandwidth bandwidth = SumBandwidth.measure(settings.sumValues(), 4, 8);
    told.accept(
        "copy %.2f GB/s, sum %.2f GB/s, ratio %.2f"
            .formatted(bandwidth.copyGbS(), bandwidth.sumGbS(), bandwidth.ratio()));
    List<RuleTime> rules = new ArrayList<>();
    if (settings.rules().contains(FLAG)) {
      rules.add(flagAgainstDecomposition());
    }
    Updates updates = Updates.random(settings.workers(), settings.values(), 1);
    Naive naive = new Naive(updates, BYZANTINE);
    for (String rule : settings.rules()) {
      Ours ours = new Ours(rule, BYZANTINE, updates);
      rules.add(race(rule, updates, ours, naive.rule(rule), naive.result));
    }
    double[] sum = new double[1];
    double pairs =
        best(measure(List.of(new Contestant("pairs", () -> sum[0] += naive.pairs()))), "pairs");
    JsonNode heap = settings.heap() ? SmallHeap.run(200, 50_000_000) : null;
    if (heap != null) {
      told.accept(heap.toString());
    }
    return new AggregationResult(
        bandwidth.copyGbS(),
        bandwidth.sumGbS(),
        bandwidth.ratio(),
        rules,
        pairs,
        KernelPath.best().name(),
        heap);
  }

  private RuleTime flagAgainstDecomposition() {
    Updates updates = Updates.random(FLAG_WORKERS, settings.flagValues(), 2);
    DirectFlag direct = new DirectFlag(updates, 5);
    return race(FLAG, updates, new Ours(FLAG, BYZANTINE, updates), direct::run, direct.result);
  }

  private RuleTime race(
      String rule, Updates updates, Ours ours, Runnable naive, float[][] naiveResult) {
    List<Contestant> contestants = new ArrayList<>(List.of(new Contestant("ours", ours::run)));
    if (naive != null) {
      contestants.add(new Contestant("naive", naive));
    }
    Map<String, double[]> times = measure(contestants);
    Double difference = naive == null ? null : difference(ours.result, naiveResult);
    if (difference != null && !(difference < 1e-4)) {
      throw new IllegalStateException(
          "rule '" + rule + "' differs from its naive form by " + difference);
    }
    RuleTime time =
        new RuleTime(
            rule,
            updates.workers(),
            (int) updates.shape.values(),
            best(times, "ours"),
            naive == null ? null : best(times, "naive"),
            difference);
    told.accept(
        "%s, %d x %,d: %.1f ms%s"
            .formatted(
                rule,
                time.n(),
                time.d(),
                time.ms(),
                naive == null ? "" : ", naive %.1f ms".formatted(time.naiveMs())));
    return time;
  }

  private Map<String, double[]> measure(List<Contestant> contestants) {
    Rhythm rhythm =
        new Rhythm(
            Duration.ofMillis(settings.rounds() > 2 ? 300 : 50),
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            settings.rounds(),
            settings.rounds());
    return new Interleaving(rhythm).measure(contestants);
  }

  /** Milliseconds. */
  private static double best(Map<String, double[]> times, String name) {
    return Arrays.stream(times.get(name)).min().getAsDouble() / 1e6;
  }

  private static double difference(float[][] a, float[][] b) {
    double away = 0;
    double length = 0;
    for (int f = 0; f < a.length; f++) {
      for (int c = 0; c < a[f].length; c++) {
        away += ((double) a[f][c] - b[f][c]) * ((double) a[f][c] - b[f][c]);
        length += (double) b[f][c] * b[f][c];
      }
    }
    return Math.sqrt(away / length);
  }
}
