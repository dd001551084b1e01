/**
 * A Flink cluster inside this process, for the demo, for {@code run} on one machine and for tests:
 * the same job manager, task managers and REST server as on a real cluster, in one JVM.
 */
package io.millrace.jobs.embedded;
