/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

/** Takes the chunks of one stream, in order. */
interface ChunkSink {
  /** An empty chunk to fill. */
  Chunk blank();

  /** The chunk is complete. */
  void add(Chunk chunk);
}
