/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.millrace.models.tensor.BesideJava;
import io.millrace.models.tensor.ComputePaths;
import io.millrace.models.tensor.Conv1d;
import io.millrace.models.tensor.ConvSpec;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Convolutions by PyTorch on one device. Everything else goes to the Java path: it is not worth the
 * way into native memory and back.
 *
 * <p>Results agree with the Java paths within 1e-4, but may depend on the batch size.
 */
public final class DjlKernels extends BesideJava {
  static final String ENGINE = "PyTorch";

  private final Device device;
  private final NDManager manager;
  private final AtomicLong weights = new AtomicLong();

  /**
   * Loads PyTorch.
   *
   * @param device from {@link Devices}
   * @throws IllegalStateException when PyTorch cannot be loaded
   */
  public DjlKernels(Device device) {
    super(ComputePaths.best());
    this.device = device;
    try {
      manager = NDManager.newBaseManager(device, ENGINE);
    } catch (RuntimeException | LinkageError e) {
      throw new IllegalStateException(
          "PyTorch cannot be loaded: add pytorch-jni and a pytorch-native artifact for this platform,"
              + " or choose the compute path vector",
          e);
    }
  }

  @Override
  public String name() {
    return device.isGpu() ? "djl-gpu" + device.getDeviceId() : "djl-cpu";
  }

  /** Whether this computes on a GPU. */
  public boolean gpu() {
    return device.isGpu();
  }

  /** Two for every convolution that is not closed, and those of calls under way. */
  @Override
  public int nativeArrays() {
    return manager.getManagedArrays().size();
  }

  @Override
  public long nativeBytes() {
    return weights.get();
  }

  @Override
  public Conv1d conv(ConvSpec spec) {
    return new DjlConv(spec, manager, java, weights);
  }

  /** Frees what is still held, the weights of open convolutions included. */
  @Override
  public void close() {
    manager.close();
  }
}
