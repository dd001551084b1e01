/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.LinkScore;
import io.millrace.models.graph.transit.NodeRef;
import io.millrace.operators.contract.Backends;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Savepoints in the middle of a stream go on as if nothing had been: exactly those of this version,
 * on every backend, and those of earlier versions exactly as they go on elsewhere. The parameters
 * and memories in the latter were computed by the kernels of the version, and the vector width of
 * the machine, that wrote them, which add in another order; against a run of this version from the
 * beginning their scores agree but for that rounding, and all else agrees exactly.
 *
 * <p>Run with {@code -Dmillrace.golden=VERSION} to write those of a new version, once, before it is
 * released; those of old versions stay.
 */
class GraphSavepointTest {
  private static final String GOLDEN = "millrace.golden";
  private static final int LENGTH = 300;
  private static final int CUT = 451;

  @TempDir Path folder;

  private static GraphSettings settings(String model) {
    GraphRules rules =
        GraphRules.of(model, 0)
            .withBatch(7, Duration.ofMillis(200))
            .withWindow(50)
            .withShare(60)
            .withNodes(Duration.ofSeconds(1), 16)
            .withEmbeddings(Duration.ofMillis(500));
    return GraphSettings.of(rules, Edges.model(model, 0));
  }

  /** Nodes by number and by name. */
  private static List<Edge> events() {
    List<Edge> edges = new ArrayList<>(Edges.stream("numbers", LENGTH));
    for (Edge edge : Edges.stream("names", LENGTH)) {
      NodeRef source = NodeRef.of("user " + edge.source().id());
      NodeRef target = NodeRef.of("shop " + edge.target().id());
      edges.add(
          new Edge(
              "names",
              edge.edgeId(),
              source,
              target,
              edge.timeMillis(),
              edge.features(),
              1,
              "label",
              Edges.ORIGIN));
    }
    edges.sort(Comparator.comparingLong(Edge::timeMillis));
    return edges;
  }

  private static void feed(Rig rig, List<Edge> edges) throws Exception {
    for (Edge edge : edges) {
      rig.feed(edge);
      rig.mark(edge.timeMillis() - 30);
    }
  }

  private Path file(String model, String version) {
    return Path.of("src/test/resources/golden/graph-" + model + '-' + version + ".savepoint.gz");
  }

  private OperatorSubtaskState golden(String model, String version) throws Exception {
    Path plain = Files.createTempFile(folder, "golden", ".savepoint");
    String name = "/golden/" + file(model, version).getFileName();
    try (InputStream in = getClass().getResourceAsStream(name)) {
      assertThat(in).as("resource %s", name).isNotNull();
      Files.copy(new GZIPInputStream(in), plain, StandardCopyOption.REPLACE_EXISTING);
    }
    return OperatorSnapshotUtil.readStateHandle(plain.toString());
  }

  /** What a run that is never stopped says after the cut. */
  private record Undisturbed(List<LinkScore> scores, int reports, OperatorSubtaskState savepoint) {}

  private static Undisturbed undisturbed(String model) throws Exception {
    try (Rig rig = new Rig(settings(model), Backends.HEAP)) {
      feed(rig, events().subList(0, CUT));
      int before = rig.scores().size();
      int reports = rig.side(GraphOutputs.REPORTS).size();
      OperatorSubtaskState savepoint = rig.savepoint();
      feed(rig, events().subList(CUT, events().size()));
      rig.mark(100_000);
      return new Undisturbed(
          sorted(rig.scores().subList(before, rig.scores().size())),
          rig.side(GraphOutputs.REPORTS).size() - reports,
          savepoint);
    }
  }

  /** What is said after the cut by who goes on, is written anew near the end, and read again. */
  private static List<LinkScore> goneOn(
      String model, Backends backend, OperatorSubtaskState from, int reports) throws Exception {
    try (Rig restored = new Rig(settings(model), backend, from)) {
      feed(restored, events().subList(CUT, events().size()));
      OperatorSubtaskState later = restored.checkpoint();
      List<LinkScore> scores = new ArrayList<>(restored.scores());
      try (Rig again = new Rig(settings(model), backend, later)) {
        again.mark(100_000);
        scores.addAll(again.scores());
        assertThat(restored.side(GraphOutputs.REPORTS).size()).isEqualTo(reports);
      }
      return sorted(scores);
    }
  }

  /** At one time the graphs have their turns in any order. */
  private static List<LinkScore> sorted(List<LinkScore> scores) {
    List<LinkScore> sorted = new ArrayList<>(scores);
    sorted.sort(Comparator.comparing(LinkScore::graphId));
    return sorted;
  }

  @ParameterizedTest
  @CsvSource({
    "tgn, HEAP",
    "tgn, ROCKSDB",
    "nat, ROCKSDB",
    "tgn+pres, ROCKSDB",
    "jodie, HEAP",
    "dyrep, HEAP",
    "semba, HEAP"
  })
  void aSavepointOfThisVersionGoesOnFloatForFloat(String model, Backends backend) throws Exception {
    Undisturbed expected = undisturbed(model);
    assertThat(goneOn(model, backend, expected.savepoint(), expected.reports()))
        .isEqualTo(expected.scores());
  }

  @ParameterizedTest
  @CsvSource({"tgn, v1", "nat, v1", "tgn+pres, v1"})
  void aSavepointOfAnOlderVersionGoesOn(String model, String version) throws Exception {
    Undisturbed expected = undisturbed(model);
    List<LinkScore> scores =
        goneOn(model, Backends.HEAP, golden(model, version), expected.reports());
    assertThat(goneOn(model, Backends.ROCKSDB, golden(model, version), expected.reports()))
        .isEqualTo(scores);
    assertThat(scores).hasSameSizeAs(expected.scores());
    for (int i = 0; i < scores.size(); i++) {
      LinkScore score = scores.get(i);
      LinkScore wanted = expected.scores().get(i);
      assertThat(score)
          .usingRecursiveComparison()
          .ignoringFields("score", "anomaly")
          .isEqualTo(wanted);
      assertThat(Math.abs(score.score() - wanted.score())).isLessThan(1e-3f);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tgn", "nat", "tgn+pres"})
  @EnabledIfSystemProperty(named = GOLDEN, matches = "v\\d+")
  void writeTheSavepointsOfThisVersion(String model) throws Exception {
    Path plain = folder.resolve("savepoint");
    try (Rig rig = new Rig(settings(model), Backends.HEAP)) {
      feed(rig, events().subList(0, CUT));
      OperatorSnapshotUtil.writeStateHandle(rig.savepoint(), plain.toString());
    }
    Path file = file(model, System.getProperty(GOLDEN));
    assertThat(file).doesNotExist();
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      Files.copy(plain, out);
    }
  }
}
