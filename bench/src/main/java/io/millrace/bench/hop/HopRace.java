/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.hop;

import io.millrace.bench.libtorch.LibtorchNetwork;
import io.millrace.bench.timing.Contestant;
import io.millrace.bench.timing.Interleaving;
import io.millrace.bench.timing.Rhythm;
import io.millrace.bench.timing.Spread;
import io.millrace.jobs.reference.OnnxRuntimeReference;
import io.millrace.models.cnn.Mode;
import io.millrace.models.cnn.plan.StreamingPlan;
import io.millrace.models.cnn.step.StreamedNetwork;
import io.millrace.models.tensor.ComputePaths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures one model at one batch size against its peers. */
public final class HopRace {
  private static final long SEED = 7;
  private static final double NANOS_PER_MICRO = 1000;

  /** Differences larger than this share of the largest output mean that a contestant is wrong. */
  private static final double TOLERANCE = 1e-4;

  private static final String HOP = "hop";
  private static final String ONNXRUNTIME = "onnxruntime";
  private static final String LIBTORCH = "libtorch";

  private final Rhythm rhythm;
  private final Consumer<String> notes;

  /** Keeps results alive, so that no call can be left out. */
  private float[][] blackHole;

  /**
   * @param notes told what a peer cannot do
   */
  public HopRace(Rhythm rhythm, Consumer<String> notes) {
    this.rhythm = rhythm;
    this.notes = notes;
  }

  /**
   * Checks that all say the same, then measures.
   *
   * @throws IllegalStateException when the outputs differ, naming who differs from whom
   */
  public HopResult run(BenchModel model, int batch) {
    StreamingPlan plan = model.plan(Mode.EXACT);
    try (StreamedBatch streamed =
            new StreamedBatch(
                StreamedNetwork.compile(plan, ComputePaths.best()), batch, SEED + batch);
        OnnxRuntimeReference onnxruntime =
            OnnxRuntimeReference.open(
                model.onnx(), model.network().channels(), model.network().window());
        LibtorchNetwork libtorch = libtorch(model)) {
      return race(model, plan, streamed, onnxruntime, libtorch);
    }
  }

  private LibtorchNetwork libtorch(BenchModel model) {
    try {
      return LibtorchNetwork.of(model.network());
    } catch (UnsupportedOperationException e) {
      notes.accept(model.name() + " is not measured in libtorch: " + e.getMessage());
      return null;
    }
  }

  private HopResult race(
      BenchModel model,
      StreamingPlan plan,
      StreamedBatch streamed,
      OnnxRuntimeReference onnxruntime,
      LibtorchNetwork libtorch) {
    int batch = streamed.size();
    float[] windows = streamed.windows();
    float[][] truth = onnxruntime.run(windows, batch);
    double magnitude = Agreement.magnitude(truth);
    double difference = agree(model, "the hop", streamed.first(), truth, magnitude);
    Double torchDifference =
        libtorch == null
            ? null
            : agree(model, "libtorch", libtorch.run(windows, batch), truth, magnitude);

    List<Contestant> contestants = new ArrayList<>();
    contestants.add(new Contestant(HOP, streamed::hop));
    contestants.add(new Contestant(ONNXRUNTIME, () -> blackHole = onnxruntime.run(windows, batch)));
    if (libtorch != null) {
      contestants.add(new Contestant(LIBTORCH, () -> blackHole = libtorch.run(windows, batch)));
    }
    Map<String, double[]> times = new Interleaving(rhythm).measure(contestants);
    if (blackHole.length != batch) {
      throw new IllegalStateException("a peer answered " + blackHole.length + " of " + batch);
    }

    double perStream = 1 / (NANOS_PER_MICRO * batch);
    Spread hop = Spread.of(times.get(HOP)).times(perStream);
    Spread full = Spread.of(times.get(ONNXRUNTIME)).times(perStream);
    Double torch =
        libtorch == null ? null : Spread.of(times.get(LIBTORCH)).times(perStream).median();
    Spread speedups = Spread.ofRatios(times.get(ONNXRUNTIME), times.get(HOP));
    double speedup = full.median() / hop.median();
    return new HopResult(
        model.name(),
        batch,
        hop.median(),
        full.median(),
        torch,
        speedup,
        plan.idealSpeedup(),
        speedup / plan.idealSpeedup(),
        speedups.low(),
        speedups.high(),
        hop.rounds(),
        difference,
        torchDifference,
        magnitude,
        plan.stateBytesPerKey());
  }

  private static double agree(
      BenchModel model, String who, float[][] outputs, float[][] truth, double magnitude) {
    double difference = Agreement.maxDifference(outputs, truth);
    if (!(difference <= TOLERANCE * magnitude)) {
      throw new IllegalStateException(
          model.name()
              + ": "
              + who
              + " differs from onnxruntime by "
              + difference
              + " at outputs up to "
              + magnitude
              + ": what computes something else is not worth timing");
    }
    return difference;
  }
}
