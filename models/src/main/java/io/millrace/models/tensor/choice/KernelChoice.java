/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.choice;

import ai.djl.Device;
import io.millrace.models.tensor.ComputePaths;
import io.millrace.models.tensor.Kernels;
import io.millrace.models.tensor.choice.KernelRule.Java;
import io.millrace.models.tensor.choice.KernelRule.Pytorch;
import io.millrace.models.tensor.djl.Devices;
import io.millrace.models.tensor.djl.DjlKernels;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the configured compute path. */
public final class KernelChoice {
  private static final Logger LOG = LoggerFactory.getLogger(KernelChoice.class);

  /** No bundle of any job comes near. */
  private static final long MOST_ROWS = 1 << 20;

  private KernelChoice() {}

  /**
   * Opens a path; close it when done.
   *
   * @param path as configured
   * @param gpu index of the GPU that the cluster assigned, empty where none was
   * @throws IllegalStateException when the path was asked for by name and is not there
   */
  public static Kernels open(ComputePath path, OptionalInt gpu) {
    return switch (path) {
      case PLAIN -> ComputePaths.plain();
      case VECTOR -> {
        if (!ComputePaths.vectorPresent()) {
          throw new IllegalStateException(
              "compute path vector needs the vector module: add --add-modules jdk.incubator.vector to"
                  + " the JVM's options, or choose auto");
        }
        yield ComputePaths.best();
      }
      case DJL -> new DjlKernels(Devices.choose(gpu));
      case AUTO -> auto(gpu);
    };
  }

  private static Kernels auto(OptionalInt gpu) {
    Kernels java = ComputePaths.best();
    Java javaPath = ComputePaths.vectorPresent() ? Java.VECTOR : Java.PLAIN;
    if (gpu.isEmpty() && !new KernelRule(javaPath, Pytorch.CPU).needsPytorch()) {
      return java;
    }
    try {
      Device device = Devices.choose(gpu);
      KernelRule rule = new KernelRule(javaPath, device.isGpu() ? Pytorch.GPU : Pytorch.CPU);
      return rule.needsPytorch()
          ? new SelectedKernels(java, new DjlKernels(device), rule, MOST_ROWS)
          : java;
    } catch (RuntimeException | LinkageError e) {
      LOG.warn("PyTorch cannot be loaded: computing with {} only", java.name(), e);
      return java;
    }
  }
}
