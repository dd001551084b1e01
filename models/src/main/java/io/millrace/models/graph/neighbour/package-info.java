/**
 * The most recent neighbours of each node, bounded: 16 bytes each, and the edge's features. Kept in
 * order of time also when edges come late; reads never see an edge of the time asked for or later.
 */
package io.millrace.models.graph.neighbour;
