/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.models.graph.transit.CutWindow;
import io.millrace.models.graph.transit.GraphEvent;
import io.millrace.models.graph.transit.GraphWindow;
import io.millrace.models.graph.transit.LinkScore;
import io.millrace.models.graph.transit.NodeVector;
import io.millrace.schemas.DeadLetter;
import org.apache.flink.api.connector.sink2.Sink;

/**
 * Where the pipeline writes.
 *
 * @param late edges that came after their turn
 * @param deadLetters what could not be processed
 * @param cuts how graphs are cut; null where they are not
 * @param replicas what partitions tell each other; null where graphs are not cut
 * @param updates encoded parts of updates; null where none are sent
 */
public record GraphSinks(
    Sink<LinkScore> predictions,
    Sink<NodeVector> embeddings,
    Sink<GraphWindow> reports,
    Sink<GraphEvent> late,
    Sink<DeadLetter> deadLetters,
    Sink<CutWindow> cuts,
    Sink<GraphEvent> replicas,
    Sink<KafkaRecord> updates) {}
