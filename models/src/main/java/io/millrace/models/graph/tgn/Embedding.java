/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.tgn;

/** Embeddings of nodes at moments, from their memories. */
sealed interface Embedding permits MemoryEmbedding, GraphEmbedding {
  /**
   * @param moments slots and times; the past before a time is seen
   * @param train whether a way back follows
   * @return a row of as many floats as a memory has per moment; valid until the next call
   */
  float[] forward(Moments moments, boolean train);

  /** The way back of the last forward pass, through to the memories' parameters. */
  void backward(Moments moments, float[] g);
}
