/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.transit;

/**
 * How the model of a graph did on a window of edges, scored before they were learned.
 *
 * @param timeMillis event time of the window's last edge
 * @param modelVersion name, and number of edges learned
 * @param sequence number of the last edge
 * @param edges in the window
 * @param negatives edges that did not come, drawn to compare
 * @param ap average precision over both, in [0, 1]; NaN where there is nothing to compare
 * @param auc area under the ROC curve, likewise
 * @param loss mean of the batches; NaN where nothing is learned
 * @param newNodeShare of edges with a node that had none before
 * @param staleShare of edges scored from a memory that lacks an earlier edge of the batch
 * @param staleMillis mean time since the last edge of the nodes that had one
 * @param nodes known at the end
 * @param expired nodes forgotten in the window
 * @param late edges that came after their turn, in the window
 * @param stateBytes heap bytes of what is live of the graph, estimated
 * @param replicasSent to other partitions of the graph, since it began
 * @param replicasTaken of other partitions, since it began
 * @param replicasMissing that others sent and that did not come, by their numbers
 */
public record GraphWindow(
    String graphId,
    long timeMillis,
    String modelVersion,
    long sequence,
    int edges,
    int negatives,
    double ap,
    double auc,
    double loss,
    double newNodeShare,
    double staleShare,
    double staleMillis,
    long nodes,
    long expired,
    long late,
    long stateBytes,
    long replicasSent,
    long replicasTaken,
    long replicasMissing) {}
