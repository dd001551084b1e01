/**
 * Flink as the jobs need it: a job's configuration turned into Flink's options, and RocksDB tuned
 * for a hot tier above it.
 */
package io.millrace.jobs.environment;
