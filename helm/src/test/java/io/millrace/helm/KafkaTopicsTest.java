/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.Topics;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KafkaTopicsTest {
  private static final Values STRIMZI =
      Values.fixture("small").with("topics/strimzi", "{enabled: true, cluster: main}");

  private static Map<String, JsonNode> byName(Rendered rendered) {
    Map<String, JsonNode> topics = new HashMap<>();
    rendered
        .all("KafkaTopic")
        .forEach(topic -> topics.put(topic.at("/spec/topicName").asText(), topic));
    return topics;
  }

  @Test
  void strimziMakesTheTopicsThatTheProjectItselfWouldMake() {
    Map<String, JsonNode> rendered = byName(Chart.render(STRIMZI));

    assertThat(rendered).hasSameSizeAs(Topics.all());
    for (Topic topic : Topics.all()) {
      JsonNode spec = rendered.get(topic.name()).path("spec");
      assertThat(spec.path("partitions").asInt()).as(topic.name()).isEqualTo(topic.partitions());
      assertThat(spec.path("replicas").asInt()).isEqualTo(3);
      assertThat(spec.at("/config/cleanup.policy").asText()).isEqualTo(topic.cleanup().policy());
      Map<String, String> config = new HashMap<>();
      spec.path("config").properties().forEach(e -> config.put(e.getKey(), e.getValue().asText()));
      assertThat(config.remove("min.insync.replicas")).isEqualTo("2");
      assertThat(config).isEqualTo(topic.settings());
    }
  }

  @Test
  void topicsBelongToTheNamedClusterAndOutliveTheRelease() {
    for (JsonNode topic : Chart.render(Values.fixture("production")).all("KafkaTopic")) {
      assertThat(topic.at("/metadata/labels/strimzi.io~1cluster").asText()).isEqualTo("kafka");
      assertThat(topic.at("/metadata/namespace").asText()).isEqualTo("kafka");
      assertThat(topic.at("/metadata/annotations/helm.sh~1resource-policy").asText())
          .isEqualTo("keep");
    }
  }

  @Test
  void partitionsAndNamesFollowTheValues() {
    Rendered rendered =
        Chart.render(
            STRIMZI
                .with("topics/strimzi/partitions/signals", "32")
                .with("jobDefaults/millrace/topics/signals", "Plant_7.frames"));

    JsonNode topic = byName(rendered).get("Plant_7.frames");
    assertThat(topic.at("/spec/partitions").asInt()).isEqualTo(32);
    assertThat(topic.at("/metadata/name").asText()).isEqualTo("plant-7.frames");
    assertThat(rendered.jobFile("streaming-cnn")).contains("signals: Plant_7.frames");
  }

  @Test
  void withoutStrimziThereAreNone() {
    assertThat(Chart.render(Values.fixture("small")).all("KafkaTopic")).isEmpty();
  }
}
