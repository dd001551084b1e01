/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.topics.Topic;
import io.millrace.jobs.config.JobConfiguration;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * What goes into a whole job and comes out of it. One prediction per event.
 *
 * @param <P> predictions
 */
interface KafkaTraffic<P extends SpecificRecord> extends AutoCloseable {
  /** The job between topics. */
  StreamGraph graph(JobConfiguration configuration);

  /** Where predictions go. */
  Topic predictions();

  /** What they are. */
  RecordCodec<P> codec();

  /** Sends the next event; its event time is now. */
  void send();

  /** Sends what gives the last events their turn, and waits until the broker has taken all. */
  void flush();

  /** Whether a prediction answers an event; others are passed over. */
  boolean answers(P prediction);

  /** Microseconds since the event was sent that a prediction answers. */
  long ageMicros(P prediction);

  @Override
  void close();
}
