/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.kernels;

import io.millrace.models.tensor.Activation;
import io.millrace.models.tensor.ComputePaths;
import io.millrace.models.tensor.Conv1d;
import io.millrace.models.tensor.ConvSpec;
import io.millrace.models.tensor.Kernels;
import io.millrace.models.tensor.choice.ComputePath;
import io.millrace.models.tensor.choice.KernelChoice;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
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

/** One convolution on one compute path; {@code gflops} is its rate in GFLOP/s. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {
      "--add-modules=jdk.incubator.vector",
      "-Dai.djl.offline=true",
      "-Dai.djl.pytorch.num_threads=1",
      "-Dai.djl.pytorch.num_interop_threads=1"
    })
public class ConvBenchmark {
  private static final Duration WARM_UP = Duration.ofSeconds(20);

  /** In channels, out channels, kernel, stride, dilation, groups. */
  @Param({
    "64,64,5,1,1,1",
    "64,64,3,1,4,1",
    "32,32,5,1,1,1",
    "16,16,5,1,1,1",
    "1,64,50,5,1,1",
    "48,48,3,1,1,1",
    "256,256,3,1,1,1",
    "64,64,1,1,1,1",
    "64,4,16,1,1,1",
    "64,64,9,1,1,64"
  })
  public String shape;

  @Param({"1x1", "1x16", "64x1", "64x16"})
  public String batchByRows;

  @Param({"plain", "vector", "djl"})
  public String path;

  private Kernels kernels;
  private Conv1d conv;
  private float[] in;
  private float[] out;
  private int batch;
  private int rows;

  /** Counts floating-point operations: per nanosecond, that is GFLOP/s. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Rate {
    public long gflops;
  }

  /** Makes weights and rows. */
  @Setup
  public void open() {
    int[] s = Arrays.stream(shape.split(",", -1)).mapToInt(Integer::parseInt).toArray();
    int[] size = Arrays.stream(batchByRows.split("x", -1)).mapToInt(Integer::parseInt).toArray();
    batch = size[0];
    rows = size[1];
    Random random = new Random(1);
    float[] weight = noise(s[1] * (s[0] / s[5]) * s[2], random);
    ConvSpec spec =
        new ConvSpec(
            weight, noise(s[1], random), s[0], s[1], s[2], s[3], s[4], s[5], Activation.RELU);
    kernels = KernelChoice.open(ComputePath.parse(path), OptionalInt.empty());
    if (path.equals("vector")) {
      ComputePaths.warmUp(WARM_UP);
    }
    conv = kernels.conv(spec);
    in = noise(batch * spec.inputRows(rows) * s[0], random);
    out = new float[batch * rows * s[1]];
  }

  private static float[] noise(int length, Random random) {
    float[] x = new float[length];
    for (int i = 0; i < length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  /** All rows of all samples. */
  @Benchmark
  public float[] conv(Rate rate) {
    int channels = conv.spec().outChannels();
    conv.apply(in, 0, in.length / batch, out, 0, rows * channels, channels, batch, rows);
    rate.gflops += conv.spec().flopsPerRow() * batch * rows;
    return out;
  }

  /** Frees native memory. */
  @TearDown
  public void close() {
    conv.close();
    kernels.close();
  }
}
