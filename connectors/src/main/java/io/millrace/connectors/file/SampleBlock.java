/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.file;

/**
 * Consecutive samples of a recording.
 *
 * @param sequence number of the first sample, counted from the start of the recording
 * @param channels values per sample
 * @param samples channels last
 */
public record SampleBlock(long sequence, int channels, float[] samples) {
  /** The number of samples per channel. */
  public int length() {
    return samples.length / channels;
  }
}
