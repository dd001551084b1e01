/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph;

import io.millrace.models.neural.batch.Floats;

/** Edges in columns, in order of time; reusable. */
public final class EdgeBatch {
  private final int featureCount;
  private int size;
  private long[] sources = new long[16];
  private long[] targets = new long[16];
  private long[] times = new long[16];
  private float[] weights = new float[16];
  private float[] features = new float[0];

  /**
   * @param featureCount features per edge, 0 or more
   */
  public EdgeBatch(int featureCount) {
    this.featureCount = featureCount;
  }

  public void clear() {
    size = 0;
  }

  /**
   * Adds an edge.
   *
   * @param time milliseconds
   * @param weight signed, where edges have one; else 1
   * @param from holds the features from {@code at} on; not read without features
   * @throws IllegalArgumentException when a feature or the weight is no finite number
   */
  public void add(long source, long target, long time, float weight, float[] from, int at) {
    if (size == sources.length) {
      sources = Floats.fit(sources, size + 1);
      targets = Floats.fit(targets, size + 1);
      times = Floats.fit(times, size + 1);
      weights = Floats.fit(weights, size + 1);
    }
    if (!Float.isFinite(weight)) {
      throw new IllegalArgumentException(
          "edge %d -> %d at %d has the weight %s: give a finite number"
              .formatted(source, target, time, weight));
    }
    if (featureCount > 0) {
      features = Floats.fit(features, (size + 1) * featureCount);
      for (int i = 0; i < featureCount; i++) {
        if (!Float.isFinite(from[at + i])) {
          throw new IllegalArgumentException(
              "edge %d -> %d at %d has feature %d = %s: give finite numbers"
                  .formatted(source, target, time, i, from[at + i]));
        }
        features[size * featureCount + i] = from[at + i];
      }
    }
    sources[size] = source;
    targets[size] = target;
    times[size] = time;
    weights[size++] = weight;
  }

  /** Adds edge {@code row} of another batch. */
  public void add(EdgeBatch other, int row) {
    add(
        other.sources[row],
        other.targets[row],
        other.times[row],
        other.weights[row],
        other.features,
        row * other.featureCount);
  }

  public int size() {
    return size;
  }

  public long source(int row) {
    return sources[row];
  }

  public long target(int row) {
    return targets[row];
  }

  /** Milliseconds. */
  public long time(int row) {
    return times[row];
  }

  public float weight(int row) {
    return weights[row];
  }

  public int featureCount() {
    return featureCount;
  }

  /** All features; those of a row begin at {@link #featuresAt}. */
  public float[] features() {
    return features;
  }

  public int featuresAt(int row) {
    return row * featureCount;
  }
}
