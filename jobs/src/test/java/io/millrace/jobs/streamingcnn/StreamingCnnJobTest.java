/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.streamingcnn;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.config.ConfigurationLoader;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.operators.model.Migration;
import io.millrace.schemas.ModelReference;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.api.Test;

class StreamingCnnJobTest {
  @Test
  void everyOperatorThatMayHoldStateKeepsItsUidForEver() {
    Map<String, String> uids = new TreeMap<>();
    for (StreamNode node : graph().getStreamNodes()) {
      if (node.getTransformationUID() != null) {
        uids.put(node.getTransformationUID(), node.getOperatorName());
      }
    }
    // Savepoints of every release find their state by these. Add, never change.
    assertThat(uids.keySet())
        .contains(
            "signal-frames",
            "decode-frames",
            "model-references",
            "decode-models",
            "streaming-cnn",
            "reject-frames",
            "reject-models")
        .anyMatch(uid -> uid.contains("predictions"))
        .anyMatch(uid -> uid.contains("late-frames"))
        .anyMatch(uid -> uid.contains("dead-letters"));
    uids.forEach(
        (uid, name) ->
            assertThat(name.replaceFirst("^Source: ", ""))
                .as("name of %s", uid)
                .contains(uid.replaceFirst("Sink Committer: ", "").replaceFirst(" .*", "")));
  }

  @Test
  void noOperatorIsWithoutUid() {
    assertThat(graph().getStreamNodes())
        .allSatisfy(
            node ->
                assertThat(node.getTransformationUID())
                    .as("uid of %s", node.getOperatorName())
                    .isNotNull());
  }

  @Test
  void theNumberOfKeyGroupsIsWhatTheConfigurationSays() {
    assertThat(graph("job.max-parallelism=720").getStreamNodes())
        .allSatisfy(
            node -> assertThat(node.getMaxParallelism()).as(node.getOperatorName()).isEqualTo(720));
  }

  @Test
  void onlyReferencesToModelsAreReadByOneInstance() {
    List<String> single =
        graph("job.parallelism=5").getStreamNodes().stream()
            .filter(node -> node.getParallelism() == 1)
            .map(StreamNode::getTransformationUID)
            .sorted()
            .toList();
    assertThat(single).containsExactly("decode-models", "model-references");
  }

  @Test
  void theSchemaOffersTheMigrationsThatThereAre() {
    String doc = ModelReference.getClassSchema().getField("migration").doc();
    List<String> offered =
        Pattern.compile("([a-z-]+) \\(").matcher(doc).results().map(m -> m.group(1)).toList();
    assertThat(offered)
        .containsExactlyElementsOf(
            Arrays.stream(Migration.values()).map(Migration::label).toList());
  }

  private static StreamGraph graph(String... overrides) {
    List<String> all = new java.util.ArrayList<>(List.of("kafka.bootstrap-servers=localhost:9"));
    all.addAll(List.of(overrides));
    JobConfiguration configuration = ConfigurationLoader.load(null, all);
    StreamExecutionEnvironment env = StreamingCnnJob.environment(configuration);
    return env.getStreamGraph();
  }
}
