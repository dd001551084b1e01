/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor.djl;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.millrace.models.tensor.Activation;
import io.millrace.models.tensor.ComputePaths;
import io.millrace.models.tensor.Conv1d;
import io.millrace.models.tensor.ConvSpec;
import io.millrace.models.tensor.Kernels;

/**
 * Convolutions by PyTorch on one device. Everything else goes to the Java path: it is not worth the
 * way into native memory and back.
 *
 * <p>Results agree with the Java paths within 1e-4, but may depend on the batch size.
 */
public final class DjlKernels implements Kernels {
  static final String ENGINE = "PyTorch";

  private final Kernels java = ComputePaths.best();
  private final Device device;
  private final NDManager manager;

  /**
   * Loads PyTorch.
   *
   * @param device from {@link Devices}
   * @throws IllegalStateException when PyTorch cannot be loaded
   */
  public DjlKernels(Device device) {
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
  public Conv1d conv(ConvSpec spec) {
    return new DjlConv(spec, manager, java);
  }

  @Override
  public void activate(Activation activation, float[] x, int offset, int length) {
    java.activate(activation, x, offset, length);
  }

  @Override
  public void pool(
      boolean average,
      int kernel,
      int stride,
      int dilation,
      int channels,
      float[] in,
      int inOffset,
      int inBatchStride,
      float[] out,
      int outOffset,
      int outBatchStride,
      int outRowStride,
      int batch,
      int rows) {
    java.pool(
        average,
        kernel,
        stride,
        dilation,
        channels,
        in,
        inOffset,
        inBatchStride,
        out,
        outOffset,
        outBatchStride,
        outRowStride,
        batch,
        rows);
  }

  @Override
  public void add(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length) {
    java.add(a, aOffset, b, bOffset, out, outOffset, length);
  }

  @Override
  public void multiply(
      float[] a, int aOffset, float[] b, int bOffset, float[] out, int outOffset, int length) {
    java.multiply(a, aOffset, b, bOffset, out, outOffset, length);
  }

  @Override
  public void matmul(
      float[] a,
      int aOffset,
      float[] b,
      int bOffset,
      float[] out,
      int outOffset,
      int rows,
      int inner,
      int columns) {
    java.matmul(a, aOffset, b, bOffset, out, outOffset, rows, inner, columns);
  }

  /** Frees what is still held, the weights of open convolutions included. */
  @Override
  public void close() {
    manager.close();
  }
}
