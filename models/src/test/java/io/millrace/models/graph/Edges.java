/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph;

import java.util.Random;

/** Made-up streams of edges. */
public final class Edges {
  private Edges() {}

  /**
   * Edges between communities of nodes, mostly within one, some of equal times, some loops. The
   * first two features tell the source's community.
   */
  public static EdgeBatch communities(int count, int features, long seed) {
    Random random = new Random(seed);
    EdgeBatch edges = new EdgeBatch(features);
    long time = 1_000_000;
    float[] values = new float[features];
    for (int i = 0; i < count; i++) {
      int community = random.nextInt(4);
      long source = 100L * community + random.nextInt(8);
      boolean inside = random.nextInt(10) > 0;
      long target = 100L * (inside ? community : random.nextInt(4)) + random.nextInt(8);
      time += random.nextInt(4) * 10_000L;
      for (int f = 0; f < features; f++) {
        double told = f == 0 ? Math.cos(1.6 * community) : f == 1 ? Math.sin(1.6 * community) : 0;
        values[f] = (float) (told + 0.2 * random.nextGaussian());
      }
      edges.add(source, target, time, 1, values, 0);
    }
    return edges;
  }

  /** Some rows of a batch. */
  public static EdgeBatch part(EdgeBatch edges, int from, int to) {
    EdgeBatch part = new EdgeBatch(edges.featureCount());
    for (int i = from; i < Math.min(to, edges.size()); i++) {
      part.add(edges, i);
    }
    return part;
  }

  /** The same edges with targets of others. */
  public static EdgeBatch shuffled(EdgeBatch edges, long seed) {
    Random random = new Random(seed);
    EdgeBatch other = new EdgeBatch(edges.featureCount());
    for (int i = 0; i < edges.size(); i++) {
      other.add(
          edges.source(i),
          edges.target(random.nextInt(edges.size())),
          edges.time(i),
          1,
          edges.features(),
          edges.featuresAt(i));
    }
    return other;
  }
}
