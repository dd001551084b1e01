/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.streamingcnn;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.FrameDecoder;
import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.models.signal.Frame;
import io.millrace.schemas.ModelReference;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.source.Source;

/**
 * Where records come from.
 *
 * @param frames undecoded signal frames
 * @param watermarks of these
 * @param frameDecoder makes frames of them
 * @param models undecoded references to models
 * @param modelCodec makes references of them
 */
public record SignalSources(
    Source<KafkaRecord, ?, ?> frames,
    WatermarkStrategy<KafkaRecord> watermarks,
    FrameDecoder<Frame> frameDecoder,
    Source<KafkaRecord, ?, ?> models,
    RecordCodec<ModelReference> modelCodec) {}
