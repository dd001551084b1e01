/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.config.GraphOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.ShareOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.environment.JobEnvironment;
import io.millrace.jobs.harness.JobHarness;
import io.millrace.jobs.harness.Merging;
import io.millrace.jobs.worker.GlobalModel;
import io.millrace.models.aggregation.catalogue.RuleCatalogue;
import io.millrace.models.aggregation.round.LocalServer;
import io.millrace.models.aggregation.round.LocalUpdate;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.shape.ModelShape;
import io.millrace.operators.graph.GraphSettings;
import io.millrace.schemas.AggregationReport;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.LinkPrediction;
import io.millrace.schemas.Participant;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Graphs that train a model together, through the topics and both jobs. Edges are played in phases:
 * the next one begins when the version that the last one led to has come back, so that what is said
 * and published is what a loop in one process says and makes.
 */
class GraphLoopITCase {
  private static final String MODEL = "shared";
  private static final int GRAPHS = 3;
  private static final int BATCH = 20;
  private static final int PHASE = 60;
  private static final int PHASES = 4;

  /** More than a phase's edges, which move event time, and wait: up to the last of equal times. */
  private static final int AHEAD = 10;

  private static final int LENGTH = BATCH + PHASES * PHASE + BATCH;

  private static JobHarness harness;

  @BeforeAll
  static void start() {
    harness = new JobHarness(Merging.with(GraphJob.TESTED), 1, 2);
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
    return Merging.sharing(harness, harness.configuration(name), MODEL, GRAPHS)
        .with(GraphOptions.MEMORY, 16)
        .with(GraphOptions.NEIGHBOURS, 5)
        .with(GraphOptions.BATCH, BATCH)
        .with(GraphOptions.BATCH_SPAN, Duration.ofMillis(500))
        .with(ShareOptions.EVERY, PHASE);
  }

  @Test
  void graphsGoOnFromOneModelAsInOneProcess() {
    JobConfiguration configuration = configuration("loop");
    Merging.submit(harness, configuration);
    EmbeddedJob job = harness.submit(configuration);
    assertLoop(configuration, () -> {});
    assertThat(job.restarts()).isZero();
  }

  @Test
  void graphsThatTellHowFarTheyMovedDoSoFromTheVersionThatTheyAdopted() {
    JobConfiguration configuration = configuration("moving-loop").with(ShareOptions.DELTAS, true);
    Merging.submit(harness, configuration);
    harness.submit(configuration);
    assertLoop(configuration, () -> {});
  }

  @Test
  void aFailureLosesNoUpdateAndAppliesNoneTwice() {
    JobConfiguration configuration = configuration("failing-loop");
    Merging.submit(harness, configuration);
    TemporalGraphOptions options = TemporalGraphOptions.of(configuration);
    GraphSettings settings = options.settings();
    FailingModel failing = FailingModel.around(settings.parts());
    StreamExecutionEnvironment env = JobEnvironment.of(configuration);
    TemporalGraphJob.defineWorkflow(
        env,
        GraphEnds.sources(configuration),
        GraphEnds.sinks(configuration),
        options.with(settings.withParts(failing)));
    EmbeddedJob job = harness.submit(env.getStreamGraph());
    assertLoop(configuration, failing::arm);
    assertThat(failing.failed()).isTrue();
    assertThat(job.restarts()).isPositive();
  }

  private static void assertLoop(JobConfiguration configuration, Runnable beforeThirdPhase) {
    try (GraphScript script = new GraphScript(harness, configuration, GRAPHS, LENGTH)) {
      List<GlobalModel> versions = List.of();
      int sent = 0;
      int probes = 0;
      for (int phase = 0; phase < PHASES; phase++) {
        if (phase == 2) {
          beforeThirdPhase.run();
        }
        int end = BATCH + (phase + 1) * PHASE + AHEAD;
        script.send(sent, end);
        sent = end;
        versions = Merging.versions(harness, configuration, MODEL, phase + 1);
        probes += awaitFollowed(configuration, script, end, phase + 1);
      }
      script.send(sent, LENGTH);
      script.sendTail();
      List<LinkPrediction> predictions =
          harness.await(
              configuration,
              TopicOptions.GRAPH_PREDICTIONS,
              LinkPrediction.class,
              script.size() + BATCH * probes);
      assertAsInOneProcess(configuration, script, predictions, versions);
    }
    List<AggregationReport> reports =
        harness.await(
            configuration, TopicOptions.AGGREGATION_REPORTS, AggregationReport.class, PHASES);
    assertThat(reports).hasSize(PHASES);
    for (int round = 0; round < PHASES; round++) {
      assertThat(reports.get(round).getParticipants())
          .extracting(Participant::getWorker)
          .containsExactly("here/g0", "here/g1", "here/g2");
      assertThat(reports.get(round).getParticipants())
          .extracting(Participant::getStaleness)
          .containsOnly(0L);
      assertThat(reports.get(round).getDuplicates()).isZero();
    }
    assertThat(
            harness.await(configuration, TopicOptions.DEAD_LETTERS, DeadLetter.class, 0).stream()
                .map(DeadLetter::getReason))
        .isEmpty();
  }

  /**
   * A graph that begins now says which version it begins with. Edges between the times of the
   * script move event time past it.
   *
   * @return graphs that began
   */
  private static int awaitFollowed(
      JobConfiguration configuration, GraphScript script, int sent, int version) {
    long time = script.time(sent - 1) + 1;
    for (int attempt = 1; attempt < 25; attempt++, time++) {
      String probe = "probe" + version + '.' + attempt;
      for (int i = 0; i < BATCH; i++) {
        script.send(GraphScript.edge(probe, i, i + 1, time));
      }
      for (int k = 0; k < 8; k++) {
        script.send(GraphScript.edge("tick" + k, 1, 2, time + 1));
      }
      script.flush();
      List<LinkPrediction> said = new ArrayList<>();
      while (said.isEmpty()) {
        for (LinkPrediction prediction :
            harness.await(configuration, TopicOptions.GRAPH_PREDICTIONS, LinkPrediction.class, 1)) {
          if (prediction.getGraphId().equals(probe)) {
            said.add(prediction);
          }
        }
      }
      if (said.get(0).getModelVersion().endsWith("+v" + version)) {
        return attempt;
      }
    }
    throw new AssertionError("version " + version + " is not followed");
  }

  private static void assertAsInOneProcess(
      JobConfiguration configuration,
      GraphScript script,
      List<LinkPrediction> predictions,
      List<GlobalModel> versions) {
    List<GraphScript.Offline> graphs = new ArrayList<>();
    for (int g = 0; g < GRAPHS; g++) {
      graphs.add(script.new Offline(configuration, g));
    }
    int parameters = graphs.get(0).model().learned().length;
    LocalServer server =
        new LocalServer(
            RuleCatalogue.strategy("fedavg", Map.of()),
            ModelShape.flat(parameters),
            new float[][] {new float[parameters]});
    long[] told = new long[GRAPHS];
    float[] adopted = null;
    for (int phase = 0; phase < PHASES; phase++) {
      List<LocalUpdate> updates = new ArrayList<>();
      for (int g = 0; g < GRAPHS; g++) {
        GraphScript.Offline graph = graphs.get(g);
        graph.run(BATCH + (phase + 1) * PHASE);
        updates.add(
            update(
                Contribution.of("here/g" + g, phase, graph.learned() - told[g]),
                graph.model().learned(),
                configuration.get(ShareOptions.DELTAS) ? adopted : null));
        told[g] = graph.learned();
      }
      server.round(updates);
      float[] merged = server.parameters()[0];
      assertThat(versions.get(phase).version()).isEqualTo(phase + 1);
      assertThat(versions.get(phase).flat()).as("version %d", phase + 1).isEqualTo(merged);
      graphs.forEach(graph -> graph.model().learned(merged));
      adopted = merged.clone();
    }
    Map<String, List<Float>> expected = new TreeMap<>();
    for (int g = 0; g < GRAPHS; g++) {
      graphs.get(g).run(LENGTH);
      expected.put("g" + g, graphs.get(g).scores());
    }
    assertThat(GraphScript.scored(predictions)).isEqualTo(expected);
    for (LinkPrediction prediction : predictions) {
      if (prediction.getGraphId().matches("g\\d+")) {
        long version = Math.max(0, (prediction.getSequence() - 1 - BATCH) / PHASE);
        assertThat(prediction.getModelVersion())
            .as("edge %d", prediction.getSequence())
            .matches(version == 0 ? "tgn/\\d+" : "tgn/\\d+\\+v" + version);
      }
    }
  }

  /**
   * @param since what the parameters were when they moved on; null to tell parameters
   */
  private static LocalUpdate update(Contribution contribution, float[] parameters, float[] since) {
    if (since == null) {
      return new LocalUpdate(
          contribution.with(Contribution.Payload.MODEL), new float[][] {parameters});
    }
    float[] moved = new float[parameters.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = parameters[i] - since[i];
    }
    return new LocalUpdate(contribution.with(Contribution.Payload.DELTA), new float[][] {moved});
  }
}
