/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.driftmoe;

import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.models.drift.transit.ClassPrediction;
import io.millrace.models.drift.transit.StrayLabel;
import io.millrace.models.drift.transit.StreamReport;
import io.millrace.schemas.DeadLetter;
import org.apache.flink.api.connector.sink2.Sink;

/**
 * Where the pipeline writes.
 *
 * @param deadLetters what could not be processed
 * @param updates encoded parts of updates; null where none are sent
 */
public record DriftSinks(
    Sink<ClassPrediction> predictions,
    Sink<StreamReport> reports,
    Sink<StrayLabel> unmatchedLabels,
    Sink<DeadLetter> deadLetters,
    Sink<KafkaRecord> updates) {}
