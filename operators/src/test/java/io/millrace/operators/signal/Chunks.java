/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import java.util.ArrayList;
import java.util.List;

/** Keeps chunks as they come. */
final class Chunks implements ChunkSink {
  final List<Chunk> all = new ArrayList<>();
  private final int floats;

  Chunks(int floats) {
    this.floats = floats;
  }

  @Override
  public Chunk blank() {
    return new Chunk(floats);
  }

  @Override
  public void add(Chunk chunk) {
    all.add(chunk);
  }

  /** The samples of channel 0 since the last restart, without the filling of the first chunk. */
  List<Float> run(int channels, int firstChunk) {
    List<Float> values = new ArrayList<>();
    for (Chunk chunk : all) {
      int granule = chunk.rows.length / channels;
      if (chunk.first) {
        values.clear();
      }
      for (int i = chunk.first ? granule - firstChunk : 0; i < granule; i++) {
        values.add(chunk.rows[i * channels]);
      }
    }
    return values;
  }
}
