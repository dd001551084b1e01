/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.kernels;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.cnn.net.Value;
import io.millrace.models.cnn.step.Evaluator;
import io.millrace.models.cnn.step.Workspace;
import io.millrace.models.tensor.ComputePaths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Heads of streamed networks on rows of features, microseconds per batch. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class HeadBenchmark {
  private static final Duration WARM_UP = Duration.ofSeconds(20);

  @Param({"flatten-linear", "attention", "mean", "gru"})
  public String head;

  @Param({"1", "64"})
  public int batch;

  private final Random random = new Random(1);
  private final List<Value> values = new ArrayList<>();
  private final List<Layer> layers = new ArrayList<>();
  private Evaluator evaluator;
  private Workspace workspace;

  /** Builds the head. */
  @Setup
  public void open() {
    ComputePaths.warmUp(WARM_UP);
    switch (head) {
      case "flatten-linear" -> flattenLinear();
      case "attention" -> attention();
      case "mean" -> mean();
      case "gru" -> gru();
      default -> throw new IllegalArgumentException("head '" + head + "' is unknown");
    }
    Network network = new Network(values, layers, 0, values.size() - 1);
    evaluator = new Evaluator(network, layers, ComputePaths.best(), Set.of(0));
    workspace = evaluator.workspace(batch);
    float[] features = noise(workspace.tensor(0).length);
    System.arraycopy(features, 0, workspace.tensor(0), 0, features.length);
  }

  private void flattenLinear() {
    input(32, 90);
    int flat = add(new Op.Reshape(), List.of(0), 1, 2880);
    add(new Op.Linear(noise(2880 * 64), noise(64), 2880, 64), List.of(flat), 1, 64);
  }

  /** One head of width 64 over 16 steps. */
  private void attention() {
    input(64, 16);
    int rows = add(new Op.Transpose(List.of(0, 2, 1)), List.of(0), 1, 16, 64);
    int[] projected =
        IntStream.range(0, 3)
            .map(i -> add(new Op.Linear(noise(4096), noise(64), 64, 64), List.of(rows), 1, 16, 64))
            .toArray();
    int keys = add(new Op.Transpose(List.of(0, 2, 1)), List.of(projected[1]), 1, 64, 16);
    int scores = add(new Op.MatMul(), List.of(projected[0], keys), 1, 16, 16);
    int shares = add(new Op.Softmax(2, false), List.of(scores), 1, 16, 16);
    int mixed = add(new Op.MatMul(), List.of(shares, projected[2]), 1, 16, 64);
    add(new Op.LayerNorm(2, noise(64), noise(64), 1e-5f), List.of(mixed), 1, 16, 64);
  }

  private void mean() {
    input(256, 948);
    add(new Op.Reduce(Op.Reduce.Kind.MEAN, List.of(2), false), List.of(0), 1, 256);
  }

  private void gru() {
    input(32, 61);
    int hidden = 32;
    int steps = add(new Op.Transpose(List.of(2, 0, 1)), List.of(0), 61, 1, 32);
    Op op =
        new Op.Recurrent(
            Op.Recurrent.Cell.GRU,
            Op.Recurrent.Direction.FORWARD,
            Op.Recurrent.Output.LAST_HIDDEN,
            32,
            hidden,
            noise(3 * hidden * 32),
            noise(3 * hidden * hidden),
            noise(6 * hidden),
            new float[hidden],
            new float[0],
            true);
    add(op, List.of(steps), 1, 1, hidden);
  }

  private void input(int channels, int steps) {
    values.add(new Value(0, "features", new int[] {1, channels, steps}, null));
  }

  private int add(Op op, List<Integer> inputs, int... shape) {
    int id = values.size();
    values.add(new Value(id, "v" + id, shape, null));
    layers.add(new Layer("n" + id, op.getClass().getSimpleName(), op, inputs, id));
    return id;
  }

  private float[] noise(int length) {
    float[] x = new float[length];
    for (int i = 0; i < length; i++) {
      x[i] = (float) random.nextGaussian() * 0.1f;
    }
    return x;
  }

  /** One batch of heads. */
  @Benchmark
  public Workspace evaluate() {
    evaluator.run(workspace, batch);
    return workspace;
  }

  /** Ends the evaluator. */
  @TearDown
  public void close() {
    evaluator.close();
  }
}
