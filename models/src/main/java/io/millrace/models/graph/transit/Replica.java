/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.transit;

import io.millrace.models.origin.Origin;

/**
 * What one partition of a graph knows of a node, for another that has a replica of it. Those from
 * one partition to another are numbered from 1; a partition that was forgotten begins another
 * epoch.
 *
 * @param graphId the partition that it is for
 * @param timeMillis event time of what it is known from
 * @param from number of the partition that it is of
 * @param epoch milliseconds, grows
 * @param edges that the record stands for since the last time; its weight, 1 or more
 * @param shape whatever decides what a record looks like
 * @param record of the node
 */
public record Replica(
    String graphId,
    long timeMillis,
    int from,
    long epoch,
    long number,
    long node,
    int edges,
    String shape,
    byte[] record,
    Origin origin)
    implements GraphEvent {}
