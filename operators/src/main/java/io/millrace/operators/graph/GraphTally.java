/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

/** Counts of what befell edges. Written by the task's thread, read by the metrics' too. */
public final class GraphTally {
  long scored;
  long warming;
  long learned;
  double averagePrecision = Double.NaN;
  double loss = Double.NaN;
  long duplicates;
  long late;
  long newNodes;
  long expiredNodes;
  long expired;
  long resets;
  long batches;
  long embeddings;
  long shared;
  long adopted;
  long replicasSent;
  long replicasMerged;
  long replicasDropped;

  /** Edges scored. */
  public long scored() {
    return scored;
  }

  /** Scores of models that are not yet to be relied on. */
  public long warming() {
    return warming;
  }

  /** Edges learned. */
  public long learned() {
    return learned;
  }

  /** Of the newest report of any graph; NaN before the first. */
  public double averagePrecision() {
    return averagePrecision;
  }

  /** Mean loss as of the newest report of any graph; NaN where nothing was learned. */
  public double loss() {
    return loss;
  }

  /** Edges that waited already, and were dropped. */
  public long duplicates() {
    return duplicates;
  }

  /** Edges that came after the turn of a later edge of their graph. */
  public long late() {
    return late;
  }

  /** Nodes that had their first edge. */
  public long newNodes() {
    return newNodes;
  }

  /** Nodes forgotten. */
  public long expiredNodes() {
    return expiredNodes;
  }

  /** Graphs forgotten because they were silent. */
  public long expired() {
    return expired;
  }

  /** Learners that lost their way and began anew. */
  public long resets() {
    return resets;
  }

  /** Temporal batches. */
  public long batches() {
    return batches;
  }

  /** Times that a graph's parameters were told. */
  public long shared() {
    return shared;
  }

  /** Times that a graph took over a version of parameters. */
  public long adopted() {
    return adopted;
  }

  /** Embeddings told. */
  public long embeddings() {
    return embeddings;
  }

  /** Replicas sent to other partitions. */
  public long replicasSent() {
    return replicasSent;
  }

  /** Replicas of other partitions that were merged. */
  public long replicasMerged() {
    return replicasMerged;
  }

  /** Replicas that came twice, or of nodes that are not known any more. */
  public long replicasDropped() {
    return replicasDropped;
  }
}
