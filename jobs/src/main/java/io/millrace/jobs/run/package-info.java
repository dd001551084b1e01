/** Runs one job on a Flink cluster in this process, against brokers that are there already. */
package io.millrace.jobs.run;
