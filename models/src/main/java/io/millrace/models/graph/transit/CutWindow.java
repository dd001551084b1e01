/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.transit;

/**
 * How a graph is cut into partitions.
 *
 * @param timeMillis event time of the last edge assigned
 * @param edges assigned since the beginning
 * @param balance edges of the largest partition by the mean; 1 is even
 * @param replication mean number of partitions that have a node; 1 is uncut
 * @param cutNodes share of nodes in two partitions or more
 * @param known nodes remembered
 * @param stateBytes heap bytes of what is remembered, estimated
 */
public record CutWindow(
    String graphId,
    long timeMillis,
    int partitions,
    long edges,
    double balance,
    double replication,
    double cutNodes,
    long known,
    long stateBytes) {}
