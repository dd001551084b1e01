/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.avro.ReleasedSchemas;
import io.millrace.connectors.avro.SignalFrames;
import io.millrace.connectors.kafka.DeadLetters;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class TopicsTest {
  @Test
  void namesFollowTheRule() {
    assertThat(Topics.all())
        .extracting(Topic::name)
        .doesNotHaveDuplicates()
        .allMatch(n -> n.matches("millrace(\\.[a-z-]+){1,2}\\.v[1-9][0-9]*"));
  }

  @Test
  void everyTopicHoldsAReleasedSchemaAndSaysWhatItIs() {
    assertThat(ReleasedSchemas.all())
        .extracting(Schema::getName)
        .containsAll(Topics.all().stream().map(Topic::schema).toList());
    assertThat(Topics.all()).extracting(Topic::description).allMatch(d -> d.endsWith("."));
  }

  @Test
  void onlyModelsAndEmbeddingsAreCompactedAndKeptForEver() {
    for (Topic topic : Topics.all()) {
      boolean newest = topic.equals(Topics.MODELS) || topic.equals(Topics.GRAPH_EMBEDDINGS);
      assertThat(topic.settings())
          .containsEntry("cleanup.policy", newest ? "compact" : "delete")
          .containsEntry("message.timestamp.type", "LogAppendTime");
      assertThat(topic.settings().get("retention.ms").equals("-1")).isEqualTo(newest);
    }
  }

  @Test
  void producersAreToldWhatTheTopicTakes() {
    for (Topic topic : Topics.all()) {
      assertThat(topic.producerSettings().get("max.request.size"))
          .isEqualTo(topic.settings().get("max.message.bytes"));
    }
    assertThat(Topics.SIGNAL_FRAMES.producerSettings()).isEmpty();
    assertThat(Topics.DEAD_LETTERS.maxRecordBytes()).isGreaterThan(DeadLetters.MOST_PAYLOAD);
    assertThat(Topics.SIGNAL_LATE.maxRecordBytes()).isGreaterThan(SignalFrames.LARGEST);
  }

  @Test
  void aTopicWithoutPartitionsIsRefused() {
    assertThatThrownBy(() -> Topics.MODELS.withPartitions(0))
        .hasMessageContaining("millrace.model.reference.v1 with 0 partitions");
  }

  @Test
  void theTableHasALineForEveryTopic() {
    assertThat(Topics.table().lines()).hasSize(2 + Topics.all().size());
    assertThat(Topics.table())
        .contains(
            "| `millrace.model.reference.v1` | 1 | for ever | compact | ModelReference | "
                + Topics.MODELS.description()
                + " |");
  }
}
