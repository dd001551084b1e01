/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.choice;

import io.millrace.models.tensor.ConvSpec;

/**
 * Says which of two compute paths is faster for so many rows of a layer, by a cost model: a call
 * costs a fixed time, its data a time per byte moved, its arithmetic a time per operation.
 *
 * <p>Constants are minima measured with the {@code ConvBenchmark} of the bench module on one thread
 * of an AMD EPYC of the Zen 5 generation (AVX-512, JDK 17, PyTorch 2.7.1). There the vector kernels
 * were faster than PyTorch on the CPU by a factor of 2 to 500 on a single row, of 1.4 to 5 on a
 * thousand rows, and not slower by more than a tenth on four thousand; so PyTorch on the CPU is
 * worth its loading only where the vector module is missing. The constants of the GPU are estimates
 * (a launch, and transfer over PCIe), not measurements: configure a path where they do not hold.
 *
 * @param java the Java path that is there
 * @param pytorch the PyTorch device that is there
 */
public record KernelRule(Java java, Pytorch pytorch) {

  /** The Java path. */
  public enum Java {
    PLAIN(60, 1.2),
    VECTOR(60, 200);

    private final double callNanos;
    private final double operationsPerNano;

    Java(double callNanos, double operationsPerNano) {
      this.callNanos = callNanos;
      this.operationsPerNano = operationsPerNano;
    }
  }

  /** The PyTorch device. */
  public enum Pytorch {
    CPU(12_000, 100, 5),
    GPU(60_000, 5_000, 6);

    private final double callNanos;
    private final double operationsPerNano;
    private final double bytesPerNano;

    Pytorch(double callNanos, double operationsPerNano, double bytesPerNano) {
      this.callNanos = callNanos;
      this.operationsPerNano = operationsPerNano;
      this.bytesPerNano = bytesPerNano;
    }
  }

  /** Whether PyTorch is worth loading beside the Java path. */
  public boolean needsPytorch() {
    return java == Java.PLAIN || pytorch == Pytorch.GPU;
  }

  /**
   * Whether PyTorch is expected to be faster.
   *
   * @param rows output rows of all samples together
   */
  public boolean prefersPytorch(ConvSpec spec, long rows) {
    return needsPytorch() && pytorchNanos(spec, rows) < javaNanos(spec, rows);
  }

  private double pytorchNanos(ConvSpec spec, long rows) {
    double floats = (double) spec.inChannels() * spec.stride() + spec.outChannels();
    return pytorch.callNanos
        + rows * spec.flopsPerRow() / pytorch.operationsPerNano
        + rows * floats * Float.BYTES / pytorch.bytesPerNano;
  }

  private double javaNanos(ConvSpec spec, long rows) {
    return java.callNanos + rows * spec.flopsPerRow() / (java.operationsPerNano * filling(spec));
  }

  /**
   * Which part of its rate a Java path reaches: vectors of 16 lanes are not full when a group has
   * few output channels, and small groups have their inputs gathered one by one.
   */
  private double filling(ConvSpec spec) {
    if (java == Java.PLAIN) {
      return 1;
    }
    int groupOut = spec.outChannels() / spec.groups();
    if (spec.groups() > 1 && groupOut < 8) {
      boolean depthwise = groupOut == 1 && spec.inChannels() == spec.groups();
      return depthwise ? 0.2 : 0.02;
    }
    double lanes = Math.ceil(groupOut / 16.0) * 16;
    return groupOut / lanes * (groupOut > 16 ? 1 : 0.55);
  }
}
