/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural.batch;

/**
 * What a graph layer reads: centres, each with some neighbours. Centres and neighbours are rows of
 * a matrix of nodes; the neighbours of centre c stand at {@code first(c)} to {@code first(c + 1)}.
 * Reusable.
 */
public final class Neighbourhoods {
  private final int edgeFeatures;
  int[] centre = new int[64];
  int[] first = new int[65];
  int[] neighbour = new int[256];
  float[] age = new float[256];
  float[] edges = new float[256];
  private int centres;
  private int entries;

  /**
   * @param edgeFeatures features per edge, 0 or more
   */
  public Neighbourhoods(int edgeFeatures) {
    this.edgeFeatures = edgeFeatures;
  }

  public void clear() {
    centres = 0;
    entries = 0;
    first[0] = 0;
  }

  /** Begins a centre; its neighbours follow. */
  public void centre(int row) {
    centre = Floats.fit(centre, centres + 1);
    first = Floats.fit(first, centres + 2);
    centre[centres++] = row;
    first[centres] = entries;
  }

  /**
   * Adds a neighbour to the last centre.
   *
   * @param row of the matrix of nodes
   * @param seconds since the edge
   * @param features holds the edge's features from {@code at} on
   */
  public void neighbour(int row, float seconds, float[] features, int at) {
    neighbour = Floats.fit(neighbour, entries + 1);
    age = Floats.fit(age, entries + 1);
    neighbour[entries] = row;
    age[entries] = seconds;
    if (edgeFeatures > 0) {
      edges = Floats.fit(edges, (entries + 1) * edgeFeatures);
      System.arraycopy(features, at, edges, entries * edgeFeatures, edgeFeatures);
    }
    entries++;
    first[centres] = entries;
  }

  public int centres() {
    return centres;
  }

  /** Neighbours of all centres. */
  public int entries() {
    return entries;
  }

  int edgeFeatures() {
    return edgeFeatures;
  }
}
