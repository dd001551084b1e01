/**
 * Topics as sources and sinks of Flink jobs. Records enter as {@link
 * io.millrace.connectors.kafka.KafkaRecord bytes} and are decoded one step later, so that what
 * cannot be decoded goes to the dead letters instead of stopping the job; they leave as bytes made
 * inside the sink, so that no Avro object crosses the network between operators.
 */
package io.millrace.connectors.kafka;
