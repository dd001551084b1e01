/**
 * The state of nodes as flat records: so many ints, longs and floats per node, whose meaning is the
 * model's. Models reach them by dense slots through {@link
 * io.millrace.models.graph.node.NodeStates}, so that records can live on the heap or in a tier over
 * a state backend, and have bytes of one versioned layout.
 */
package io.millrace.models.graph.node;
