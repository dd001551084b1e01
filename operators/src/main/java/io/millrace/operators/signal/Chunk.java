/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

/** One engine step's worth of samples, normalised, and what its predictions are dated by. */
final class Chunk {
  /** Granule rows of channels floats; the samples of a first chunk stand at the end. */
  final float[] rows;

  /** Whether the network starts over with this chunk. */
  boolean first;

  /** Sequence number of the network's first sample. */
  long origin;

  /** Sequence number and event time of a sample nearby, and the rate to go on from there. */
  long anchorSequence;

  long anchorMillis;
  float samplingRate;

  /** Follows in the same stream, or null. */
  Chunk next;

  Chunk(int floats) {
    this.rows = new float[floats];
  }

  /** Event time of a sample number, rounded to the nearest millisecond. */
  long millisOf(long sequence) {
    return anchorMillis + Math.round((sequence - anchorSequence) * 1000.0 / samplingRate);
  }
}
