/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.transit;

import io.millrace.models.origin.Origin;

/**
 * News for a partition of a graph: which partitions have a replica of a node by now, it among them.
 *
 * @param graphId the partition
 * @param timeMillis of the edge that brought the newest replica
 * @param partitions a bit for each that has one
 */
public record Holders(String graphId, long timeMillis, long node, long partitions)
    implements GraphEvent {
  @Override
  public Origin origin() {
    return Origin.NONE;
  }
}
