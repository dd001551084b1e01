/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.config.GraphOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.harness.JobHarness;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.NodeRef;
import io.millrace.models.origin.Origin;
import io.millrace.operators.graph.LatePolicy;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.GraphReport;
import io.millrace.schemas.Interaction;
import io.millrace.schemas.LinkPrediction;
import io.millrace.schemas.NodeEmbedding;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemporalGraphJobITCase {
  private static final int GRAPHS = 3;
  private static final int LENGTH = 900;

  private static JobHarness harness;

  @BeforeAll
  static void start() {
    harness = new JobHarness(GraphJob.TESTED, 1, 2);
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @AfterEach
  void cancel() {
    harness.cancelAll();
  }

  private static JobConfiguration configuration(String name) {
    return harness
        .configuration(name)
        .with(GraphOptions.MEMORY, 16)
        .with(GraphOptions.NEIGHBOURS, 5);
  }

  @ParameterizedTest
  @CsvSource({
    "tgn, 1, true, 1",
    "tgn, 25, false, 1",
    "nat, 100, true, 2",
    "jodie, 10, true, 1",
    "dyrep, 10, true, 2",
    "tgn+pres, 40, true, 2",
    "semba, 30, true, 2"
  })
  void scoresAreThoseOfAnOfflineRunEdgeForEdge(
      String model, int batch, boolean learn, int parallelism) {
    JobConfiguration configuration =
        configuration("equal-" + model.replace('+', '-') + '-' + batch)
            .with(GraphOptions.MODEL, model)
            .with(GraphOptions.BATCH, batch)
            .with(GraphOptions.BATCH_SPAN, Duration.ofMillis(500))
            .with(GraphOptions.LEARN, learn)
            .with(GraphOptions.REPORT_WINDOW, 300)
            .with(GraphOptions.EMBEDDING_INTERVAL, Duration.ofSeconds(2))
            .with(JobOptions.PARALLELISM, parallelism);
    try (GraphScript script = new GraphScript(harness, configuration, GRAPHS, LENGTH)) {
      script.send(0, LENGTH);
      script.sendTail();
      EmbeddedJob job = harness.submit(configuration);
      List<LinkPrediction> predictions =
          harness.await(
              configuration, TopicOptions.GRAPH_PREDICTIONS, LinkPrediction.class, script.size());
      assertThat(GraphScript.scored(predictions)).isEqualTo(script.offline(configuration));
      assertThat(predictions.get(0).getNewNode()).isTrue();
      assertThat(predictions).allMatch(p -> p.getAnomaly() >= 0 && p.getAnomaly() <= 16);

      List<GraphReport> reports =
          harness.await(configuration, TopicOptions.GRAPH_REPORTS, GraphReport.class, 2 * GRAPHS);
      assertThat(reports)
          .allMatch(report -> report.getEdges() >= 300)
          // Nothing is drawn before the first batch.
          .allMatch(report -> report.getNegatives() >= report.getEdges() - batch - 2)
          .allMatch(report -> report.getAveragePrecision() > 0.3)
          .allMatch(report -> (report.getLoss() != null) == learn);
      List<NodeEmbedding> embeddings =
          harness.await(configuration, TopicOptions.GRAPH_EMBEDDINGS, NodeEmbedding.class, 80);
      // Of the two memories that semba has, a half each.
      int width = model.equals("semba") ? 32 : 16;
      assertThat(embeddings).allMatch(embedding -> embedding.getValues().size() == width);
      assertThat(job.restarts()).isZero();
    }
  }

  @Test
  void whatFitsNoGraphIsHandedBackAndTheRestPasses() {
    JobConfiguration configuration = configuration("faults").with(GraphOptions.BATCH, 1);
    try (GraphScript script = new GraphScript(harness, configuration, 1, 10)) {
      long begin = script.begin();
      script.send("g", new byte[] {1, 2, 3});
      script.send("g", null);
      script.send(GraphScript.edge("g", 1, 2, begin));
      script.send(edge(begin + 1, 1, 0.5f));
      script.send(edge(begin + 2, Float.NaN));
      script.send(GraphScript.edge("g", 1, 1, begin + 3));
      script.send(GraphScript.edge("g", 1, 2, System.currentTimeMillis() + 3_600_000));
      script.send(GraphScript.edge("", 1, 2, begin + 4));
      script.send(GraphScript.edge("g", -7, Long.MIN_VALUE, begin + 5));
      script.sendTail();
    }
    EmbeddedJob job = harness.submit(configuration);
    List<LinkPrediction> predictions =
        harness.await(configuration, TopicOptions.GRAPH_PREDICTIONS, LinkPrediction.class, 3);
    List<DeadLetter> letters =
        harness.await(configuration, TopicOptions.DEAD_LETTERS, DeadLetter.class, 6);
    assertThat(job.restarts()).isZero();

    assertThat(predictions.stream().filter(p -> p.getGraphId().equals("g")))
        .extracting(LinkPrediction::getTarget)
        .containsExactly(2L, 1L, Long.MIN_VALUE);
    assertThat(letters)
        .hasSize(6)
        .allMatch(l -> l.getTopic().equals(configuration.get(TopicOptions.GRAPH_INTERACTIONS)));
    assertThat(letters.stream().map(DeadLetter::getReason).toList().toString())
        .contains("truncated", "tombstone", "1 features", "weight is NaN", "name the graph")
        .contains("ahead of the broker's clock");
  }

  private static Edge edge(long time, float weight, float... features) {
    return new Edge(
        "g", null, NodeRef.of(1), NodeRef.of(2), time, features, weight, null, Origin.NONE);
  }

  @ParameterizedTest
  @CsvSource({"SIDE_OUTPUT", "MEMORY_ONLY"})
  void lateEdgesGoToTheirTopicOrIntoTheMemory(LatePolicy policy) {
    JobConfiguration configuration =
        configuration("late-" + policy.name())
            .with(GraphOptions.BATCH, 1)
            .with(GraphOptions.LATE, policy)
            .with(GraphOptions.REPORT_WINDOW, 3);
    EmbeddedJob job = harness.submit(configuration);
    try (GraphScript script = new GraphScript(harness, configuration, 1, 10)) {
      long begin = script.begin();
      script.send(GraphScript.edge("g", 1, 2, begin + 1000));
      script.sendTail();
      harness.await(configuration, TopicOptions.GRAPH_PREDICTIONS, LinkPrediction.class, 1);
      script.send(GraphScript.edge("g", 3, 4, begin));
      script.send(GraphScript.edge("g", 3, 4, begin + 500_000));
      script.send(GraphScript.edge("g", 1, 2, begin + 500_001));
      for (int k = 0; k < 16; k++) {
        script.send(GraphScript.edge("end" + k, 1, 2, begin + 900_000));
      }
      script.flush();
    }
    GraphReport report =
        harness.await(configuration, TopicOptions.GRAPH_REPORTS, GraphReport.class, 1).get(0);
    assertThat(report.getLateEdges()).isEqualTo(1);
    List<LinkPrediction> predictions =
        harness
            .await(configuration, TopicOptions.GRAPH_PREDICTIONS, LinkPrediction.class, 3)
            .stream()
            .filter(prediction -> prediction.getGraphId().equals("g"))
            .toList();
    assertThat(predictions).hasSize(3);
    assertThat(predictions.get(1).getNewNode()).isEqualTo(policy == LatePolicy.SIDE_OUTPUT);
    List<Interaction> late =
        harness.await(configuration, TopicOptions.GRAPH_LATE, Interaction.class, 0);
    assertThat(late).hasSize(policy == LatePolicy.SIDE_OUTPUT ? 1 : 0);
    assertThat(job.restarts()).isZero();
  }
}
