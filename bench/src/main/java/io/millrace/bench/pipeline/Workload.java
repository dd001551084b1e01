/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.jobs.config.JobConfiguration;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** A job to be measured, with its events, and what it is compared with. */
interface Workload {
  /** What predicts, for the report. */
  String model();

  /** Events until every stream is known well enough for figures to count. */
  default long beginning(int keys) {
    return 3L * keys;
  }

  /** All that both jobs are configured with. */
  JobConfiguration configuration();

  /** The operator over so many streams, with events from memory that take turns by that name. */
  StreamGraph job(String name, int keys);

  /** The same with an operator that only counts. */
  StreamGraph counting(String name, int keys);

  /** The computation alone over as many streams in the same order. */
  Bare bare(int keys);

  /** The whole job between topics. */
  KafkaTraffic<?> traffic(KafkaConnection connection, int keys);
}
