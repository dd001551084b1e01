/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.driftmoe;

import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.connectors.kafka.RecordDecoder;
import io.millrace.models.drift.transit.DriftEvent;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;

/**
 * Where the pipeline reads.
 *
 * @param instances undecoded instances
 * @param instanceMarks their watermarks
 * @param labels undecoded labels
 * @param labelMarks their watermarks
 * @param models undecoded references to models; null where none are followed
 */
public record DriftSources(
    Source<KafkaRecord, ?, ?> instances,
    WatermarkStrategy<KafkaRecord> instanceMarks,
    RecordDecoder<DriftEvent> instanceDecoder,
    Source<KafkaRecord, ?, ?> labels,
    WatermarkStrategy<KafkaRecord> labelMarks,
    RecordDecoder<DriftEvent> labelDecoder,
    Source<KafkaRecord, ?, ?> models) {}
