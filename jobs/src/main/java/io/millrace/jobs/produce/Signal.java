/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.produce;

/** A recording or a generator that is played once, from its first sample on. */
public interface Signal extends AutoCloseable {
  /** The key of its frames. */
  String streamId();

  /** Samples per second. */
  float samplingRate();

  /** Values per sample. */
  int channels();

  /** Samples per channel in all, or {@link Long#MAX_VALUE} where it has no end. */
  long length();

  /**
   * Reads the next samples.
   *
   * @param count at most so many samples
   * @return them, channels-last; fewer at the end, none behind it
   */
  float[] read(int count);

  @Override
  default void close() {}
}
