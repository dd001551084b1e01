/**
 * Signals from files, block by block: what every reader offers, and how its blocks become frames of
 * a stream. Readers are plain iterators that know nothing of Flink.
 */
package io.millrace.connectors.file;
