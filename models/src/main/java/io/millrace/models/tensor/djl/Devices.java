/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that decides whether PyTorch computes on the CPU or on a GPU. */
public final class Devices {
  private static final Logger LOG = LoggerFactory.getLogger(Devices.class);

  private Devices() {}

  /**
   * The GPU that was assigned, if PyTorch sees it, else the CPU.
   *
   * @param assigned index of the GPU that the cluster assigned to this task; empty where none was
   */
  public static Device choose(OptionalInt assigned) {
    return choose(assigned, assigned.isPresent() ? gpuCount() : 0);
  }

  static Device choose(OptionalInt assigned, int present) {
    if (assigned.isEmpty()) {
      return Device.cpu();
    }
    int index = assigned.getAsInt();
    if (index >= 0 && index < present) {
      return Device.gpu(index);
    }
    LOG.warn(
        "GPU {} was assigned, but PyTorch sees {}: computing on the CPU. Check that the CUDA build of"
            + " libtorch is in PYTORCH_LIBRARY_PATH with PYTORCH_FLAVOR set, and that the driver's"
            + " libraries are mounted.",
        index,
        present == 0 ? "no GPU" : "only " + present);
    return Device.cpu();
  }

  private static int gpuCount() {
    return Engine.getEngine(DjlKernels.ENGINE).getGpuCount();
  }
}
