/**
 * Files of timestamped edges, read whole and put in order of time: SNAP's three columns, the JODIE
 * project's csv, and csv with a source, a target, a time and perhaps a weight.
 */
package io.millrace.models.graph.stream;
