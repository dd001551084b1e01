/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.drift.bayes.Majority;
import io.millrace.models.drift.detect.Ddm;
import io.millrace.models.drift.detect.Detector;
import io.millrace.models.drift.evaluate.Outcome;
import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.drift.transit.LateLabel;
import io.millrace.models.origin.Origin;
import io.millrace.models.piece.PieceSink;
import io.millrace.state.binary.Golden;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DriftStateTest {
  /** Pieces on heap; counts what is written. */
  private static final class Store implements PieceSink {
    private final Map<Long, byte[]> pieces = new TreeMap<>();
    private int puts;

    @Override
    public void put(long id, byte[] bytes, int length) {
      pieces.put(id, Arrays.copyOf(bytes, length));
      puts++;
    }

    @Override
    public void remove(long id) {
      assertThat(pieces.remove(id)).as("piece %d", id).isNotNull();
    }

    DriftState restored() {
      DriftState state = new DriftState("s", new Parts());
      state.restore(
          consumer -> pieces.forEach((id, bytes) -> consumer.accept(id, bytes, bytes.length)));
      return state;
    }

    String hex() {
      StringBuilder text = new StringBuilder();
      pieces.forEach(
          (id, bytes) ->
              text.append(HexFormat.of().toHexDigits(id))
                  .append(HexFormat.of().toHexDigits(bytes.length))
                  .append(HexFormat.of().formatHex(bytes)));
      return text.toString();
    }
  }

  private record Parts() implements DriftParts {
    @Override
    public Learner learner(Attributes attributes) {
      return new Majority(attributes, 2);
    }

    @Override
    public Detector detector() {
      return new Ddm();
    }
  }

  private static Arrival arrival(int number, long millis, ClassLabel label) {
    double[] x = {1.5, 3};
    Origin origin = new Origin("t", 1, 42);
    return new Arrival("s", "i" + number, millis, x, new int[] {1}, label, origin);
  }

  private static LateLabel label(int number, long millis) {
    return new LateLabel("s", "i" + number, millis, ClassLabel.of("up"), Origin.NONE);
  }

  /** One of everything. */
  private static DriftState rich() {
    DriftState state = new DriftState("s", new Parts());
    state.define(2, new int[] {1});
    state.names().add("down");
    state.learner().learn(new double[] {1, 1}, 1, 1);
    state.agenda().queue(label(3, 90));
    state.agenda().queue(arrival(4, 90, ClassLabel.of(7)));
    state.agenda().queue(arrival(5, 80, null));
    state.agenda().await(arrival(1, 60, null), new double[] {0.25, 2}, 3, 0.5);
    state.agenda().await(arrival(2, 50, null), new double[0], -1, 0);
    state.pass(70);
    state.timerMillis(80);
    state.countPredicted();
    state.countLearned();
    state.countJudged();
    state.countUnmatched();
    state.countUnlabelled();
    Votes votes = new Votes();
    votes.clear(2);
    votes.set(1, 3);
    Outcome outcome = new Outcome();
    outcome.judge(1, votes);
    state.standing().add(outcome, 3, 0.5);
    state.standing().detector().add(1);
    return state;
  }

  /** The pieces of a pack, as text. */
  private static Map<Long, String> unpacked(Store store) {
    Map<Long, String> pieces = new TreeMap<>();
    byte[] packed = store.pieces.get(Pack.ID);
    new Pack()
        .restore(consumer -> consumer.accept(Pack.ID, packed, packed.length))
        .forEach((id, bytes, length) -> pieces.put(id, HexFormat.of().formatHex(bytes)));
    return pieces;
  }

  @Test
  void theBytesOfTheSecondLayoutStay() throws IOException {
    Store store = new Store();
    rich().writeChanges(store);
    assertThat(store.hex()).isEqualTo(HexFormat.of().formatHex(Golden.bytes("drift-state-v2")));
  }

  @Test
  void aStateOfTheFirstLayoutIsReadAndWrittenInTheSecond() throws IOException {
    // Then every piece was an entry of its own.
    Store store = new Store();
    ByteBuffer golden = ByteBuffer.wrap(Golden.bytes("drift-state-v1"));
    while (golden.hasRemaining()) {
      long id = golden.getLong();
      byte[] bytes = new byte[golden.getInt()];
      golden.get(bytes);
      store.pieces.put(id, bytes);
    }
    assertThat(store.pieces).containsKeys(DriftState.FACTS, DriftState.STANDING, 0L);
    DriftState restored = store.restored();
    restored.writeChanges(store);
    Store fresh = new Store();
    rich().writeChanges(fresh);
    assertThat(store.pieces.keySet()).containsExactly(Pack.ID);
    assertThat(unpacked(store)).isEqualTo(unpacked(fresh));
  }

  @Test
  void whatIsRestoredIsWhatWasWritten() {
    Store store = new Store();
    rich().writeChanges(store);
    DriftState restored = store.restored();
    Store again = new Store();
    restored.writeChanges(again);
    assertThat(again.pieces.keySet()).as("a small state is one piece").containsExactly(Pack.ID);
    assertThat(unpacked(again)).isEqualTo(unpacked(store)).containsKeys(-1L, -2L, 0L);

    assertThat(restored.width()).isEqualTo(2);
    assertThat(restored.hasNominal(new int[] {1})).isTrue();
    assertThat(restored.names().name(0)).isEqualTo("down");
    assertThat(restored.names().code(ClassLabel.of("up"), 9)).isEqualTo(1);
    assertThat(restored.positionMillis()).isEqualTo(70);
    assertThat(restored.timerMillis()).isEqualTo(80);
    assertThat(restored.standing().window().judged()).isEqualTo(1);
    assertThat(restored.standing().chosen()).containsExactly(0, 0, 0, 1);
    assertThat(restored.standing().meanEntropy()).isEqualTo(0.5);
    Votes votes = new Votes();
    restored.learner().vote(new double[] {0, 0}, votes);
    assertThat(votes.winner()).isEqualTo(1);
  }

  @Test
  void theAgendaKeepsItsOrderThroughARestore() {
    Store store = new Store();
    rich().writeChanges(store);
    Agenda agenda = store.restored().agenda();

    assertThat(agenda.eldest().event().instanceId()).isEqualTo("i1");
    assertThat(agenda.waiting("i1").votes()).containsExactly(0.25, 2);
    assertThat(agenda.waiting("i1").expert()).isEqualTo(3);
    assertThat(agenda.poll()).usingRecursiveComparison().isEqualTo(arrival(5, 80, null));
    assertThat(agenda.poll())
        .as("an instance before a label of the same time")
        .usingRecursiveComparison()
        .isEqualTo(arrival(4, 90, ClassLabel.of(7)));
    assertThat(agenda.poll()).isEqualTo(label(3, 90));
    assertThat(agenda.nextMillis()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void ofALargeStateOnlyWhatChangedIsWritten() {
    Store store = new Store();
    DriftState state = rich();
    for (int i = 0; i < 100; i++) {
      state.agenda().await(arrival(100 + i, 70, null), new double[2], -1, 0);
    }
    state.writeChanges(store);
    int before = store.puts;
    state.agenda().queue(arrival(8, 95, null));
    state.writeChanges(store);
    assertThat(store.puts - before).as("facts and one event").isEqualTo(2);

    before = store.puts;
    state.agenda().queue(arrival(9, 71, null));
    state.agenda().poll();
    state.agenda().settle(state.agenda().waiting("i2"));
    int pieces = store.pieces.size();
    state.writeChanges(store);
    assertThat(store.puts - before).as("what came and went is never written").isEqualTo(1);
    assertThat(store.pieces).hasSize(pieces - 1);
  }

  @Test
  void aMissingOrDamagedPieceIsTold() {
    Store store = new Store();
    rich().writeChanges(store);
    store.pieces.get(Pack.ID)[0] = 9;
    assertThatThrownBy(store::restored)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("piece -3 has version 9");
    store.pieces.remove(Pack.ID);
    assertThatThrownBy(store::restored).hasMessageContaining("piece -1 is missing");
  }

  @Test
  void aStateThatHasShrunkIsOnePieceAgainOnceItWasRestored() {
    Store store = new Store();
    DriftState state = new DriftState("s", new Parts());
    state.define(2, new int[0]);
    state.writeChanges(store);
    assertThat(store.pieces.keySet()).containsExactly(DriftState.WHOLE);
    for (int i = 0; i < 100; i++) {
      state.agenda().await(arrival(i, 60, null), new double[2], -1, 0);
    }
    state.writeChanges(store);
    assertThat(store.pieces).hasSize(103).doesNotContainKey(DriftState.WHOLE);

    while (state.agenda().waiting() > 3) {
      state.agenda().settle(state.agenda().eldest());
    }
    state.writeChanges(store);
    assertThat(store.pieces).hasSize(6);
    DriftState restored = store.restored();
    assertThat(restored.agenda().waiting()).isEqualTo(3);
    restored.writeChanges(store);
    assertThat(store.pieces.keySet()).containsExactly(DriftState.WHOLE);
    assertThat(store.restored().agenda().eldest().event().instanceId()).isEqualTo("i97");
  }

  @Test
  void bytesFollowTheEvents() {
    DriftState state = rich();
    long before = state.bytes();
    state.agenda().queue(arrival(8, 95, null));
    assertThat(state.bytes()).isGreaterThan(before + 16);
  }
}
