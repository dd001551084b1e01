/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.hop;

import io.millrace.bench.timing.Rhythm;
import io.millrace.models.cnn.Mode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Measures models one after the other, at batch 1 and 64. */
public final class HopBenchmark {
  private static final int[] BATCHES = {1, 64};

  /** What all models share is compiled before the first of them is measured. */
  private static final Rhythm COLD =
      new Rhythm(Duration.ofSeconds(2), Duration.ofMillis(4), Duration.ofMillis(1), 1, 1);

  private final Rhythm rhythm;
  private final Consumer<String> progress;

  /**
   * @param progress told a line per result
   */
  public HopBenchmark(Rhythm rhythm, Consumer<String> progress) {
    this.rhythm = rhythm;
    this.progress = progress;
  }

  /**
   * The shipped model, and those of a data folder that stream exactly.
   *
   * @param data the folder, or null for the shipped model alone
   */
  public static List<BenchModel> models(Path data) throws IOException {
    List<BenchModel> models = new ArrayList<>();
    models.add(BenchModel.shipped());
    if (data != null) {
      ModelFolder folder = new ModelFolder(data);
      for (String name : folder.names()) {
        BenchModel model = folder.model(name);
        if (model.plan(Mode.EXACT).accepted()) {
          models.add(model);
        }
      }
    }
    return models;
  }

  /** Two results per model. */
  public List<HopResult> run(List<BenchModel> models) {
    HopRace race = new HopRace(rhythm, progress);
    HopRace cold = new HopRace(COLD, unused -> {});
    for (int batch : BATCHES) {
      cold.run(models.get(0), batch);
    }
    List<HopResult> results = new ArrayList<>();
    for (BenchModel model : models) {
      for (int batch : BATCHES) {
        HopResult result = race.run(model, batch);
        progress.accept(line(result));
        results.add(result);
      }
    }
    return results;
  }

  private static String line(HopResult r) {
    return String.format(
        Locale.ROOT,
        "%-20s batch %2d: hop %8.1f us, onnxruntime %9.1f us, libtorch %9.1f us,"
            + " speedup %5.2f (%.2f-%.2f) of ideal %5.2f = %3.0f %%",
        r.name(),
        r.batch(),
        r.usPerHop(),
        r.usFullWindowOnnxruntime(),
        r.usFullWindowDjl() == null ? Double.NaN : r.usFullWindowDjl(),
        r.speedup(),
        r.speedupLow(),
        r.speedupHigh(),
        r.idealSpeedup(),
        100 * r.speedupOverIdeal());
  }
}
