/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import io.millrace.models.graph.partition.Assignment;
import io.millrace.models.graph.partition.HdrfSettings;
import java.io.Serializable;
import java.time.Duration;

/**
 * How each graph is cut into partitions.
 *
 * @param partitions 1 for none, up to 64
 * @param cutter sends edges to partitions
 * @param nodes that are remembered of each graph at most, those seen last
 * @param interval event time between two exchanges of replicas; zero for none
 * @param window edges of a graph between two reports of its cut; 0 for none
 */
public record CutRules(int partitions, Cutter cutter, int nodes, Duration interval, int window)
    implements Serializable {
  /** Each graph as a whole. */
  public static final CutRules NONE = new CutRules(1, Cutter.HDRF, 2, Duration.ZERO, 0);

  public CutRules {
    if (partitions < 1 || partitions > Long.SIZE) {
      throw new IllegalArgumentException(
          "%d partitions: give 1 to %d".formatted(partitions, Long.SIZE));
    }
    if (nodes < 2 || interval.isNegative() || window < 0) {
      throw new IllegalArgumentException(
          "nodes=%d, interval=%s, window=%d: give at least 2 nodes, and nothing below 0"
              .formatted(nodes, interval, window));
    }
  }

  /** Whether graphs are cut at all. */
  public boolean cuts() {
    return partitions > 1;
  }

  /** Whether replicas are exchanged. */
  boolean exchanges() {
    return cuts() && !interval.isZero();
  }

  Assignment assignment() {
    HdrfSettings standard = HdrfSettings.of(partitions);
    return switch (cutter) {
      case HDRF -> Assignment.hdrf(new HdrfSettings(partitions, standard.balance(), nodes));
      case HASH -> Assignment.hash(partitions, nodes);
    };
  }
}
