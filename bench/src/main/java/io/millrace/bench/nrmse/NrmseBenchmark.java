/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.nrmse;

import io.millrace.bench.hop.BenchModel;
import io.millrace.bench.hop.ModelFolder;
import io.millrace.bench.signal.TestSignals;
import io.millrace.models.cnn.Mode;
import io.millrace.models.cnn.plan.PlanRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The two published networks with zero padding and no exact streaming, f_ACC and f_EEG, in three
 * modes on three signals.
 */
public final class NrmseBenchmark {
  private static final double NYQUIST = 0.5;
  private static final double SMOOTH = 0.1;
  private static final long SEED = 11;

  private final ModelFolder folder;
  private final int windows;
  private final Consumer<String> progress;

  /** A network and what StreamiNNC reports for it, percent per output. */
  private record Published(String model, double[] buffered, double[] approximate) {}

  private static final List<Published> NETWORKS =
      List.of(
          new Published("f_acc", new double[] {3.55, 3.51}, new double[] {2.12, 2.13}),
          new Published("f_eeg", new double[] {3.32, 3.45}, new double[] {7.39, 7.50}));

  /**
   * @param windows hops of the made-up signals
   * @param progress told a line per result
   */
  public NrmseBenchmark(ModelFolder folder, int windows, Consumer<String> progress) {
    this.folder = folder;
    this.windows = windows;
    this.progress = progress;
  }

  /** All networks, modes and signals. */
  public List<NrmseResult> run() throws IOException {
    List<NrmseResult> results = new ArrayList<>();
    for (Published network : NETWORKS) {
      BenchModel model = folder.model(network.model());
      for (Map.Entry<String, float[]> signal : signals(model).entrySet()) {
        for (Map.Entry<String, PlanRequest> way : ways(model.hop()).entrySet()) {
          Deviation found = new NrmseRun(model, way.getValue()).run(signal.getValue());
          boolean approximate = way.getValue().mode() == Mode.APPROXIMATE;
          NrmseResult result =
              new NrmseResult(
                  network.model(),
                  way.getKey(),
                  signal.getKey(),
                  found.windows(),
                  found.percent(),
                  approximate ? network.approximate() : network.buffered(),
                  found.maxAbsDifference());
          progress.accept(line(result));
          results.add(result);
        }
      }
    }
    return results;
  }

  private static Map<String, PlanRequest> ways(int hop) {
    Map<String, PlanRequest> ways = new LinkedHashMap<>();
    PlanRequest padded = PlanRequest.of(hop, Mode.SIGNAL_PADDING);
    ways.put("signal-padding causal", padded.withCausalPadding());
    ways.put("signal-padding", padded);
    ways.put("approximate", PlanRequest.of(hop, Mode.APPROXIMATE));
    return ways;
  }

  private Map<String, float[]> signals(BenchModel model) throws IOException {
    int channels = model.network().channels();
    int samples = model.network().window() + (windows + 1) * model.hop();
    Map<String, float[]> signals = new LinkedHashMap<>();
    signals.put(
        "signal.bin",
        TestSignals.channelsLast(read(folder.file(model.name(), "signal.bin")), channels));
    signals.put("smooth", TestSignals.bandLimited(channels, samples, SMOOTH, SEED));
    signals.put("full band", TestSignals.bandLimited(channels, samples, NYQUIST, SEED));
    return signals;
  }

  private static float[] read(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[bytes.remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }

  private static String line(NrmseResult r) {
    return String.format(
        Locale.ROOT,
        "%-6s %-22s %-10s %4d windows: NRMSE %s %%, published %s %%",
        r.model(),
        r.streaming(),
        r.signal(),
        r.windows(),
        percents(r.nrmsePct()),
        percents(r.publishedPct()));
  }

  private static String percents(double[] values) {
    return Arrays.stream(values)
        .mapToObj(value -> String.format(Locale.ROOT, "%.2f", value))
        .reduce((a, b) -> a + " / " + b)
        .orElse("");
  }
}
