/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.connectors.kafka.RecordDecoder;
import io.millrace.models.graph.transit.GraphEvent;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;

/**
 * Where the pipeline reads.
 *
 * @param interactions undecoded edges
 * @param marks their watermarks
 * @param replicas undecoded, what partitions tell each other; null where graphs are not cut
 * @param models undecoded references to models; null where none are followed
 */
public record GraphSources(
    Source<KafkaRecord, ?, ?> interactions,
    WatermarkStrategy<KafkaRecord> marks,
    RecordDecoder<GraphEvent> decoder,
    Source<KafkaRecord, ?, ?> replicas,
    Source<KafkaRecord, ?, ?> models) {}
