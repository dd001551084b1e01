/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import io.millrace.models.graph.EdgeBatch;
import io.millrace.models.graph.catalogue.LinkModelCatalogue;
import io.millrace.models.graph.catalogue.ModelSpec;
import io.millrace.models.graph.catalogue.OnlineModel;
import io.millrace.models.graph.node.NodeLayout;
import io.millrace.models.graph.node.NodeStates;
import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.NodeRef;
import io.millrace.models.neural.Mix64;
import io.millrace.models.neural.batch.Parameters;
import io.millrace.models.origin.Origin;
import io.millrace.models.piece.PieceSink;
import io.millrace.state.binary.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphStateTest {
  private static final ModelSpec SMALL = ModelSpec.of("tgn", 0, 1).sized(2, 1);

  /** Pieces and nodes on heap; counts what is written. */
  private static final class Store implements PieceSink {
    private final Map<Long, byte[]> pieces = new TreeMap<>();
    private final Shelf shelf = new Shelf();
    private int puts;

    @Override
    public void put(long id, byte[] bytes, int length) {
      pieces.put(id, Arrays.copyOf(bytes, length));
      puts++;
    }

    @Override
    public void remove(long id) {
      pieces.remove(id);
    }

    GraphState fresh(ModelSpec spec) {
      return new GraphState("g", new Parts(spec, ""), shelf);
    }

    GraphState restored(ModelSpec spec) {
      return restored(spec, "");
    }

    GraphState restored(ModelSpec spec, String version) {
      GraphState state = new GraphState("g", new Parts(spec, version), shelf);
      state.restore(
          consumer -> pieces.forEach((id, bytes) -> consumer.accept(id, bytes, bytes.length)));
      return state;
    }

    String hex() {
      StringBuilder text = new StringBuilder();
      pieces.forEach((id, bytes) -> line(id, bytes, text));
      new TreeMap<>(shelf.nodes).forEach((id, bytes) -> line(id, bytes, text));
      return text.toString();
    }

    private static void line(long id, byte[] bytes, StringBuilder text) {
      text.append(HexFormat.of().toHexDigits(id))
          .append(HexFormat.of().toHexDigits(bytes.length))
          .append(HexFormat.of().formatHex(bytes));
    }
  }

  private record Parts(ModelSpec spec, String version, float[] first) implements GraphParts {
    Parts(ModelSpec spec, String version) {
      this(spec, version, null);
    }

    @Override
    public OnlineModel model(Function<NodeLayout, NodeStates> states) {
      OnlineModel online = LinkModelCatalogue.create(spec, states);
      if (first != null) {
        online.model().learned(first);
      }
      return online;
    }

    @Override
    public GraphParts trained(String newVersion, float[] parameters) {
      return new Parts(spec, newVersion, parameters);
    }

    @Override
    public String shape() {
      return spec.shape();
    }
  }

  private static Edge edge(long time) {
    Origin origin = new Origin("t", 1, 42);
    return new Edge("g", "e", NodeRef.of(3), NodeRef.of("a"), time, new float[0], 1, "ok", origin);
  }

  /** Scores a batch, learns it against a shifted one, applies it. */
  private static float[] step(GraphState state, int number) {
    EdgeBatch came = new EdgeBatch(0);
    EdgeBatch absent = new EdgeBatch(0);
    for (int i = 0; i < 10; i++) {
      long dice = Mix64.bits(5, 10L * number + i) >>> 8;
      long time = 1000L * number + i;
      came.add(dice % 30, 30 + dice / 30 % 30, time, 1, null, 0);
      absent.add(dice % 30, 30 + dice / 1000 % 30, time, 1, null, 0);
    }
    float[] scores = new float[10];
    state.learner().model().score(came, scores);
    state.learner().model().learn(came, absent);
    state.learner().model().update(came);
    state.targets().came(came);
    for (int i = 0; i < 10; i++) {
      state.window().came(scores[i]);
      for (long id : new long[] {came.source(i), came.target(i)}) {
        int slot = state.nodes().slot(id);
        if (!state.facts().known(state.nodes(), slot)) {
          state.began(id, came.time(i));
        }
        state.facts().edge(state.nodes(), slot, came.time(i));
        state.facts().score(state.nodes(), slot, scores[i]);
      }
      state.pass(came.time(i));
      state.nextSequence();
    }
    state.learner().count(10);
    return scores;
  }

  @ParameterizedTest
  @ValueSource(strings = {"tgn", "jodie", "dyrep", "nat", "tgn+pres"})
  void aRestoredGraphGoesOnLikeTheOriginalHoweverFewNodesAreLive(String model) {
    ModelSpec spec = ModelSpec.of(model, 0, 1).sized(8, 4);
    GraphState original = new Store().fresh(spec);
    Store store = new Store();
    GraphState state = store.fresh(spec);
    for (int number = 0; number < 60; number++) {
      assertThat(step(state, number)).isEqualTo(step(original, number));
      if (number % 3 == 0) {
        state.nodes().trim(number % 20);
      }
      if (number % 7 == 0) {
        state.writeChanges(store);
        state = store.restored(spec);
      }
    }
    assertThat(state.learner().parameters().steps()).isEqualTo(60);
    assertThat(state.sequence()).isEqualTo(600);
    assertThat(state.positionMillis()).isEqualTo(original.positionMillis());
    assertThat(state.window().mean()).isEqualTo(original.window().mean());
    assertThat(state.nodes().total()).isEqualTo(original.nodes().total());
  }

  @Test
  void onlyWhatChangedIsWritten() {
    Store store = new Store();
    GraphState state = store.fresh(ModelSpec.of("tgn", 0, 1));
    state.queue().add(edge(5));
    state.writeChanges(store);
    assertThat(store.puts).as("facts, window and the edge; no parameters").isEqualTo(3);
    for (int number = 0; number < 20; number++) {
      step(state, number);
    }
    state.writeChanges(store);
    int puts = store.puts;
    int nodes = store.shelf.writes;
    state.pass(1_000_000);
    state.learner().model().update(one(3, 4));
    state.writeChanges(store);
    assertThat(store.puts - puts).as("facts").isEqualTo(1);
    assertThat(store.shelf.writes - nodes).as("nodes of the edge").isEqualTo(2);
  }

  private static EdgeBatch one(long source, long target) {
    EdgeBatch batch = new EdgeBatch(0);
    batch.add(source, target, 1_000_000, 1, null, 0);
    return batch;
  }

  @Test
  void silentNodesGoAndBeyondTheBudgetThoseSilentLongest() {
    Store store = new Store();
    GraphState state = store.fresh(SMALL);
    for (int i = 0; i < 100; i++) {
      meet(state, i, i);
      // One that is always active.
      meet(state, 1000, i);
      state.pass(i);
      if (i == 50) {
        // Those from the beginning may be cold.
        state.nodes().trim(3);
      }
      state.expire(1_000_000, 32, (graph, id) -> {});
      assertThat(state.nodes().total()).isLessThanOrEqualTo(32);
    }
    assertThat(known(state, 99)).isTrue();
    assertThat(known(state, 1000)).isTrue();
    assertThat(known(state, 10)).isFalse();

    state.pass(500_000);
    meet(state, 1, 500_000);
    state.expire(1000, 32, (graph, id) -> {});
    assertThat(state.nodes().total()).isEqualTo(1);
    assertThat(known(state, 1)).isTrue();
    assertThat(state.window().expired()).isEqualTo(101 - 1 + 1);
  }

  private static void meet(GraphState state, long id, long millis) {
    int slot = state.nodes().slot(id);
    if (!state.facts().known(state.nodes(), slot)) {
      state.began(id, millis);
    }
    state.facts().edge(state.nodes(), slot, millis);
  }

  private static boolean known(GraphState state, long id) {
    return state.nodes().find(id) != NodeStates.UNKNOWN;
  }

  @Test
  void movesAreMeasuredFromWhatWasAdoptedOrToldLast() {
    Store store = new Store();
    GraphState state = store.fresh(SMALL);
    step(state, 0);
    assertThat(state.learner().measuresMoves()).isFalse();
    assertThatThrownBy(state.learner()::moved).hasMessageContaining("no version");
    float[] version = store.fresh(SMALL).learner().model().learned();
    state.learner().adopt(version, true);
    step(state, 1);
    assertThat(state.learner().unshared()).isEqualTo(20);
    float[] one = state.learner().moved();
    step(state, 2);
    state.writeChanges(store);
    state = store.restored(SMALL);
    assertThat(state.learner().unshared()).isEqualTo(10);
    float[] two = state.learner().moved();
    float[] now = state.learner().model().learned();
    for (int i = 0; i < now.length; i++) {
      assertThat(version[i] + one[i] + two[i]).isCloseTo(now[i], offset(1e-6f));
    }
    assertThat(state.learner().unshared()).isZero();
    assertThat(state.learner().moved()).containsOnly(0f);

    assertThat(state.learner().told()).isEqualTo(now);
    assertThat(state.learner().measuresMoves()).as("who gets parameters needs no moves").isFalse();
    state.writeChanges(store);
    assertThat(store.restored(SMALL).learner().measuresMoves()).isFalse();
    GraphState lost = state;
    assertThatThrownBy(() -> lost.learner().adopt(new float[3], true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 parameters");
  }

  @Test
  void aLearnerThatIsResetBeginsAnewAndKeepsTheNodes() {
    Store store = new Store();
    GraphState state = store.fresh(SMALL);
    float[] first = state.learner().model().learned();
    step(state, 0);
    long nodes = state.nodes().total();
    state.writeChanges(store);
    state.learner().reset();
    state.writeChanges(store);
    GraphState restored = store.restored(SMALL);
    assertThat(restored.learner().model().learned()).isEqualTo(first);
    assertThat(restored.learner().parameters().steps()).isZero();
    assertThat(restored.learner().parameters().firstMoments()).containsOnly(0f);
    assertThat(restored.nodes().total()).isEqualTo(nodes);
    assertThat(restored.learner().learned()).isZero();
  }

  @Test
  void aStateOfAnotherModelAndADamagedOneAreRefused() {
    Store store = new Store();
    GraphState state = store.fresh(SMALL);
    step(state, 0);
    state.writeChanges(store);
    assertThatThrownBy(() -> store.restored(ModelSpec.of("tgn", 0, 1).sized(4, 1)))
        .hasMessageContaining("'g'")
        .hasMessageContaining("memory 2")
        .hasMessageContaining("memory 4")
        .hasMessageContaining("settings");
    for (long id : store.pieces.keySet().toArray(new Long[0])) {
      byte[] whole = store.pieces.get(id);
      store.pieces.put(id, Arrays.copyOf(whole, whole.length - 1));
      assertThatThrownBy(() -> store.restored(SMALL))
          .as("piece %d", id)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("restore an earlier checkpoint");
      store.pieces.put(id, whole);
    }
    store.pieces.remove(GraphState.WINDOW);
    assertThatThrownBy(() -> store.restored(SMALL)).hasMessageContaining("piece -2 is missing");
  }

  @Test
  void anotherTrainedModelOfTheSameShapeKeepsTheNodes() {
    Store store = new Store();
    GraphState state = store.fresh(SMALL);
    step(state, 0);
    state.learner().adopt(state.learner().model().learned(), true);
    state.writeChanges(store);
    ModelSpec seeded = new ModelSpec("tgn", 0, 2, 1, 0, 77);
    for (int time = 0; time < 2; time++) {
      // Also when it was not written in between.
      GraphState swapped = store.restored(seeded, "fraud/2");
      assertThat(swapped.learner().model().learned())
          .isEqualTo(store.fresh(seeded).learner().model().learned());
      assertThat(swapped.learner().learned()).isZero();
      assertThat(swapped.served()).isZero();
      assertThat(swapped.sequence()).isEqualTo(10);
      assertThat(swapped.nodes().total()).isEqualTo(state.nodes().total());
    }
    GraphState swapped = store.restored(seeded, "fraud/2");
    swapped.writeChanges(store);
    assertThat(store.pieces.keySet()).noneMatch(id -> id >= 0 && id < GraphState.CLOCK);
    step(swapped, 1);
    swapped.writeChanges(store);
    GraphState later = store.restored(seeded, "fraud/2");
    assertThat(later.served()).isEqualTo(10);
    assertThat(later.learner().learned()).isEqualTo(10);
    assertThat(later.learner().model().learned()).isEqualTo(swapped.learner().model().learned());
  }

  @Test
  void anotherTrainedModelOfAnotherShapeBeginsWithoutNodes() {
    Store store = new Store();
    GraphState state = store.fresh(SMALL);
    step(state, 0);
    state.queue().add(edge(77_000));
    state.writeChanges(store);
    ModelSpec larger = ModelSpec.of("nat", 0, 1).sized(8, 4);
    GraphState swapped = store.restored(larger, "fraud/2");
    assertThat(swapped.nodes().total()).isZero();
    assertThat(store.shelf.nodes).isEmpty();
    assertThat(swapped.sequence()).isEqualTo(10);
    assertThat(swapped.queue().size()).isEqualTo(1);
    step(swapped, 1);
    swapped.expire(1_000_000, 1000, (graph, id) -> {});
    swapped.writeChanges(store);
    GraphState later = store.restored(larger, "fraud/2");
    assertThat(later.nodes().total()).isEqualTo(swapped.nodes().total()).isPositive();
    assertThat(step(later, 2)).isEqualTo(step(swapped, 2));
  }

  /** A state without a number that depends on how kernels add up. */
  private static GraphState golden(Store store) {
    GraphState state = store.fresh(SMALL);
    state.queue().add(edge(77));
    state.pass(50);
    state.timerMillis(78);
    for (int i = 0; i < 5; i++) {
      state.nextSequence();
    }
    state.learner().count(4);
    meet(state, 3, 40);
    meet(state, -9, 50);
    int slot = state.nodes().find(3);
    state.nodes().floats(slot)[state.nodes().floatsAt(slot)] = 0.5f;
    state.nodes().longs(slot)[state.nodes().longsAt(slot)] = 123;
    state.facts().told(state.nodes(), slot, 45);
    state.window().came(0.5f);
    state.window().absent(0.25f);
    state.window().edge(true, false);
    state.targets().came(one(3, -9));
    Parameters parameters = state.learner().parameters();
    for (int i = 0; i < parameters.size(); i++) {
      parameters.values()[i] = i;
      parameters.firstMoments()[i] = i / 2f;
      parameters.secondMoments()[i] = i / 4f;
    }
    parameters.resume(3);
    state.learner().adopt(state.learner().model().learned(), true);
    state.learner().moved();
    return state;
  }

  @Test
  @EnabledIfSystemProperty(named = "millrace.golden", matches = "v\\d+")
  void writeTheBytesOfThisVersion() throws IOException {
    Store written = new Store();
    golden(written).writeChanges(written);
    String name = "graph-state-" + System.getProperty("millrace.golden") + ".hex";
    Path file = Path.of("src/test/resources/golden", name);
    assertThat(file).doesNotExist();
    Files.writeString(file, written.hex());
  }

  @Test
  void bytesOfTheFirstLayoutAreReadForEver() throws IOException {
    Store written = new Store();
    golden(written).writeChanges(written);
    Store kept = new Store();
    ByteBuffer bytes = ByteBuffer.wrap(Golden.bytes("graph-state-v1"));
    int pieces = 0;
    while (bytes.hasRemaining()) {
      long id = bytes.getLong();
      byte[] piece = new byte[bytes.getInt()];
      bytes.get(piece);
      // Nodes come after all pieces.
      if (pieces++ < written.pieces.size()) {
        kept.pieces.put(id, piece);
      } else {
        kept.shelf.nodes.put(id, piece);
      }
    }
    GraphState state = kept.restored(SMALL);
    assertThat(state.positionMillis()).isEqualTo(50);
    assertThat(state.timerMillis()).isEqualTo(78);
    assertThat(state.sequence()).isEqualTo(5);
    assertThat(state.learner().parameters().steps()).isEqualTo(3);
    assertThat(state.learner().parameters().values()[4]).isEqualTo(4);
    assertThat(state.queue().get(0)).usingRecursiveComparison().isEqualTo(edge(77));
    assertThat(state.nodes().total()).isEqualTo(2);
    int slot = state.nodes().find(3);
    assertThat(state.nodes().floats(slot)[state.nodes().floatsAt(slot)]).isEqualTo(0.5f);
    assertThat(state.facts().first(state.nodes(), slot)).isEqualTo(40);
    assertThat(state.facts().toldSince(state.nodes(), slot, 44)).isTrue();
    assertThat(state.targets().size()).isEqualTo(1);
    assertThat(written.hex()).isEqualTo(HexFormat.of().formatHex(Golden.bytes("graph-state-v1")));
  }
}
