/** Signals from tables of numbers: one line a sample, one column a channel. */
package io.millrace.connectors.file.csv;
