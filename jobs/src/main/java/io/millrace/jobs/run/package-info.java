/**
 * Runs one job against brokers that are there already: on a Flink cluster in this process, or as
 * the program of a real one.
 */
package io.millrace.jobs.run;
