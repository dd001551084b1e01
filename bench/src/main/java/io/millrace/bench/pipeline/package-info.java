/**
 * What the job adds to the bare step: the streaming CNN on an embedded cluster with RocksDB, the
 * same job with an operator that only counts, and the step alone in a loop, in turns of about a
 * second. A {@link io.millrace.bench.pipeline.Turnstile} holds the source of whoever's turn it is
 * not, so that all stay warm. Then the whole job from Kafka to Kafka.
 */
package io.millrace.bench.pipeline;
