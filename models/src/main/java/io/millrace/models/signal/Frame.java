/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.signal;

import io.millrace.models.origin.Origin;

/**
 * A run of consecutive samples of one stream.
 *
 * @param streamId the key
 * @param sequence number of the first sample, counted in samples from the stream's start
 * @param timeMillis event time of the first sample, milliseconds since the epoch
 * @param samplingRate samples per second
 * @param channels floats per sample
 * @param samples channels-last: all channels of the first sample, then of the second, ...
 * @param origin where it was read
 */
public record Frame(
    String streamId,
    long sequence,
    long timeMillis,
    float samplingRate,
    int channels,
    float[] samples,
    Origin origin) {

  /** The number of samples per channel. */
  public int length() {
    return samples.length / channels;
  }

  /** The number of the sample after the last. */
  public long end() {
    return sequence + length();
  }
}
