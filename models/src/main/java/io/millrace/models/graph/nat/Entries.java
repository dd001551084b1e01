/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.nat;

import io.millrace.models.neural.batch.Floats;

/**
 * Cached neighbours of the nodes that are looked at, in columns; those of a look stand together.
 */
final class Entries {
  private final int width;
  private final int features;

  /** Where the entries of each look begin. */
  int[] first = new int[1];

  long[] ids = new long[0];

  /** The slot of the cache; those of the far cache behind the near ones. */
  int[] place = new int[0];

  /** The slot of the neighbour's record. */
  int[] neighbour = new int[0];

  /** Seconds since the edge. */
  float[] spans = new float[0];

  /** Features of the edge. */
  float[] edges = new float[0];

  /** Representations as stored, and with the last edge in them. */
  float[] old = new float[0];

  float[] fresh = new float[0];

  /**
   * @param width floats of a representation
   * @param features per edge
   */
  Entries(int width, int features) {
    this.width = width;
    this.features = features;
  }

  /** Makes room for as many entries in all. */
  void fit(int entries) {
    ids = Floats.fit(ids, entries);
    place = Floats.fit(place, entries);
    neighbour = Floats.fit(neighbour, entries);
    spans = Floats.fit(spans, entries);
    old = Floats.fit(old, entries * width);
    fresh = Floats.fit(fresh, entries * width);
    edges = Floats.fit(edges, entries * features);
  }
}
