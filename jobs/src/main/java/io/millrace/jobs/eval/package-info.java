/**
 * Judges the streaming job on recordings with known answers: the same windows are classified by the
 * job, through Kafka and Flink, and by onnxruntime on full windows; both are compared with the
 * reference annotations and with each other.
 */
package io.millrace.jobs.eval;
