/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.nat;

import io.millrace.models.neural.batch.Engine;
import io.millrace.models.neural.batch.Floats;
import io.millrace.models.neural.batch.GruCell;
import io.millrace.models.neural.batch.Linear;
import io.millrace.models.neural.batch.Parameters;
import io.millrace.models.neural.batch.TimeEncoder;
import java.util.Arrays;

/**
 * Puts the last edge of each cached neighbour through its cell: {@code slot' = GRU(v self_neighbour
 * + w [edge, phi(age)], slot)}. As a representation has few floats, entries are computed in blocks
 * of planes, a float of all of the block's entries after another; a block stays in the cache. The
 * way back computes each block again, which is less than keeping all.
 */
final class SlotCells {
  private static final int BLOCK = 256;

  /** Planes are filled up to whole vectors of the widest kind. */
  private static final int LANES = 16;

  private final TimeEncoder time;
  private final Projection projection;
  private final Linear span;
  private final GruCell cell;
  private final int width;
  private final int features;
  private final float[] spans = new float[BLOCK];
  private final float[] told;
  private final float[] input;
  private final float[] old;
  private final float[] fresh;
  private final float[] dFresh;
  private final float[] dInput;
  private final float[] dTold;
  private float[] dProjected = new float[0];

  SlotCells(
      NatSettings settings,
      Engine engine,
      Parameters parameters,
      TimeEncoder time,
      Projection projection) {
    this.time = time;
    this.projection = projection;
    width = settings.slot();
    features = settings.edgeFeatures();
    int wide = features + settings.time();
    span = new Linear(engine, parameters, "slot.edge", wide, width);
    cell = new GruCell(engine, parameters, "slot.cell", width, width);
    told = new float[BLOCK * wide];
    dTold = new float[BLOCK * wide];
    input = new float[BLOCK * width];
    dInput = new float[BLOCK * width];
    old = new float[BLOCK * width];
    fresh = new float[BLOCK * width];
    dFresh = new float[BLOCK * width];
  }

  /** Computes some entries' representations; their neighbours' projections are known. */
  void forward(Entries entries, int from, int to) {
    for (int e = from; e < to; e += BLOCK) {
      int count = Math.min(BLOCK, to - e);
      int n = padded(count);
      block(entries, e, count, n);
      for (int i = 0; i < width; i++) {
        int plane = i * n;
        int at = e * width + i;
        for (int j = 0; j < count; j++) {
          entries.fresh[at + j * width] = fresh[plane + j];
        }
      }
    }
  }

  private static int padded(int count) {
    return (count + LANES - 1) / LANES * LANES;
  }

  private void block(Entries entries, int e, int count, int n) {
    System.arraycopy(entries.spans, e, spans, 0, count);
    Arrays.fill(spans, count, n, 0);
    turn(entries.edges, e, features, count, n, told);
    time.encodePlanes(spans, 0, n, told, features * n);
    span.forwardPlanes(told, 0, n, input, 0);
    float[] values = projection.values();
    for (int j = 0; j < count; j++) {
      int at = projection.at(entries.neighbour[e + j]);
      for (int i = 0; i < width; i++) {
        input[i * n + j] += values[at + i];
      }
    }
    turn(entries.old, e, width, count, n, old);
    cell.forwardPlanes(input, old, n, fresh);
  }

  /** Rows to planes, whose ends are zero. */
  private static void turn(float[] rows, int e, int length, int count, int n, float[] planes) {
    for (int i = 0; i < length; i++) {
      int plane = i * n;
      int at = e * length + i;
      for (int j = 0; j < count; j++) {
        planes[plane + j] = rows[at + j * length];
      }
      Arrays.fill(planes, plane + count, plane + n, 0);
    }
  }

  /**
   * The way back of all entries.
   *
   * @param looks how many there are
   * @param g a row of gradients per look, which is that of each of its entries
   */
  void backward(Entries entries, int looks, float[] g) {
    int all = entries.first[looks];
    dProjected = Floats.fit(dProjected, all * width);
    int look = 0;
    for (int e = 0; e < all; e += BLOCK) {
      int count = Math.min(BLOCK, all - e);
      int n = padded(count);
      block(entries, e, count, n);
      Arrays.fill(dFresh, 0, n * width, 0);
      for (int j = 0; j < count; j++) {
        while (entries.first[look + 1] <= e + j) {
          look++;
        }
        for (int i = 0; i < width; i++) {
          dFresh[i * n + j] = g[look * width + i];
        }
      }
      cell.backwardPlanes(input, old, dFresh, n, dInput);
      span.backwardPlanes(told, 0, dInput, 0, n, dTold, 0);
      time.backwardPlanes(spans, 0, n, dTold, features * n);
      for (int i = 0; i < width; i++) {
        for (int j = 0; j < count; j++) {
          dProjected[(e + j) * width + i] = dInput[i * n + j];
        }
      }
    }
    projection.backward(entries.neighbour, dProjected, all);
  }
}
