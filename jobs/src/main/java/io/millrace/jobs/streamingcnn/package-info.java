/**
 * The job {@code streaming-cnn}: signals in, predictions out. {@link
 * io.millrace.jobs.streamingcnn.StreamingCnnJob} only assembles the pipeline; sources and sinks are
 * handed in, so that the same pipeline runs on Kafka, in tests and in benchmarks.
 */
package io.millrace.jobs.streamingcnn;
