/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.avro;

/**
 * Makes a caller's own value of the fields of a signal frame, so that none is copied twice.
 *
 * @param <C> what the caller knows besides, such as where the frame was read
 */
@FunctionalInterface
public interface FrameFactory<C, T> {
  /**
   * @param context handed through
   * @param sequence number of the first sample
   * @param eventTimeMillis when the first sample was taken, milliseconds since the epoch
   * @param samplingRate samples per second
   * @param channels values per sample, at least one
   * @param samples channels last, a multiple of {@code channels}; the callee's to keep
   */
  T frame(
      C context,
      String streamId,
      long sequence,
      long eventTimeMillis,
      float samplingRate,
      int channels,
      float[] samples);
}
