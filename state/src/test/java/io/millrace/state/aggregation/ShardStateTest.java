/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.codec.Codecs;
import io.millrace.models.aggregation.linear.FedAvg;
import io.millrace.models.aggregation.round.LinearFragment;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.rule.Round;
import io.millrace.models.aggregation.rule.Totals;
import io.millrace.models.aggregation.transit.ShardEvent.ChunkKey;
import io.millrace.models.aggregation.transit.ShardEvent.Drop;
import io.millrace.models.aggregation.transit.ShardEvent.Open;
import io.millrace.models.aggregation.transit.ShardEvent.Partial;
import io.millrace.models.aggregation.transit.ShardEvent.Solved;
import io.millrace.models.aggregation.transit.UpdateId;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.shape.Fragment;
import io.millrace.models.shape.ModelShape;
import io.millrace.state.aggregation.ShardState.Kept;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ShardStateTest {
  private static final int LENGTH = 1000;
  private static final FedAvg RULE = new FedAvg(true, 1 << 16, 2048);
  private static final Fragment FRAGMENT = ModelShape.flat(LENGTH).fragment(0);

  private final TreeMap<Long, byte[]> store = new TreeMap<>();
  private final List<Long> written = new ArrayList<>();
  private final List<Long> removed = new ArrayList<>();

  private static ShardState fresh() {
    return new ShardState(RULE.grid(), 1, true);
  }

  private static ShardState opened() {
    ShardState state = fresh();
    state.open(new Open("net", 0, 1, List.of(FRAGMENT), List.of((long) LENGTH)));
    return state;
  }

  private void write(ShardState state) {
    written.clear();
    removed.clear();
    state.writeChanges(
        new PieceSink() {
          @Override
          public void put(long id, byte[] bytes, int length) {
            store.put(id, Arrays.copyOf(bytes, length));
            written.add(id);
          }

          @Override
          public void remove(long id) {
            store.remove(id);
            removed.add(id);
          }
        });
  }

  private ShardState restored() {
    ShardState state = fresh();
    state.restore(
        consumer -> store.forEach((id, bytes) -> consumer.accept(id, bytes, bytes.length)));
    return state;
  }

  private static Chunk chunk(float value) {
    float[] values = new float[LENGTH];
    Arrays.fill(values, value);
    return Chunk.encode(Codecs.FP32, FRAGMENT, values, 0, 0);
  }

  private static ChunkKey key(String worker) {
    return new ChunkKey(new UpdateId(worker, "u"), 0, 1);
  }

  @Test
  void allThatIsHeldComesBack() {
    ShardState state = opened();
    state.hold(key("a"), chunk(1));
    state.hold(key("b"), chunk(2));
    state.hold(key("b"), chunk(2));
    state.orders().add(new Drop("net", 0, key("c")));
    state.round(7);
    FragmentState fragment = state.fragments().get(0);
    fragment.begin(new float[][] {new float[LENGTH]});
    fragment.parameters()[3] = 0.5f;
    fragment.step()[0][4] = 0.25f;
    fragment.moved();
    fragment.centre(new float[LENGTH]);
    LinearFragment sums = fragment.sums(RULE);
    sums.accumulate(Payload.DELTA, 3, chunk(1.5f));
    fragment.summed();
    Kept kept = state.take(key("a"), Payload.GRADIENT, 2);
    fragment.members().put("a", kept);
    state.gathered().put(9L, List.of(state.keep("z", Payload.DELTA, 1, chunk(9))));
    state.gathering().put(10L, List.of(state.keep("y", Payload.DELTA, 1, chunk(8))));
    state.solved().put(9L, new Solved("net", 0, 9, null, "none"));
    write(state);

    ShardState back = restored();
    assertThat(back.round()).isEqualTo(7);
    assertThat(back.holds(key("b"))).isTrue();
    assertThat(back.holds(key("a"))).isFalse();
    assertThat(back.orders()).containsExactlyElementsOf(state.orders());
    FragmentState same = back.fragments().get(0);
    assertThat(same.parameters()).isEqualTo(fragment.parameters());
    assertThat(same.step()[0]).isEqualTo(fragment.step()[0]);
    assertThat(same.begun()).isTrue();
    assertThat(same.centre()).isEqualTo(fragment.centre());
    assertThat(same.sums(RULE).totals()).isEqualTo(sums.totals());
    assertThat(same.sums(RULE).sum().integers()).isEqualTo(sums.sum().integers());
    assertThat(same.sums(RULE).sum().bound()).isEqualTo(sums.sum().bound());
    assertThat(same.members().get("a").chunk().bytes()).isEqualTo(chunk(1).bytes());
    assertThat(same.members().get("a").weight()).isEqualTo(2);
    assertThat(back.gathered().get(9L).get(0).worker()).isEqualTo("z");
    assertThat(back.gathering().get(10L).get(0).chunk().bytes()).isEqualTo(chunk(8).bytes());
    assertThat(back.solved().get(9L).failure()).isEqualTo("none");
    back.release(back.take(key("b"), Payload.DELTA, 1));
    assertThat(back.holds(key("b"))).as("it came twice").isTrue();
  }

  @Test
  void aChunkIsWrittenOnceAndOneThatCameAndWentNever() {
    ShardState state = opened();
    write(state);
    state.hold(key("a"), chunk(1));
    state.hold(key("b"), chunk(2));
    state.release(state.take(key("b"), Payload.DELTA, 1));
    write(state);
    assertThat(written).as("the chunk of a, and what tells of it").hasSize(2);
    assertThat(removed).isEmpty();

    state.hold(key("c"), chunk(3));
    write(state);
    assertThat(written).as("the chunk of c, and what tells of it").hasSize(2);

    state.release(state.take(key("a"), Payload.DELTA, 1));
    write(state);
    assertThat(written).as("only what tells of chunks").containsExactly(ShardState.META);
    assertThat(removed).hasSize(1);
    assertThat(restored().holds(key("c"))).isTrue();
  }

  @Test
  void sumsGoWithTheirRound() {
    ShardState state = opened();
    FragmentState fragment = state.fragments().get(0);
    fragment.sums(RULE).accumulate(Payload.DELTA, 1, chunk(1));
    fragment.summed();
    write(state);
    assertThat(restored().fragments().get(0).sums(RULE).totals().updates()).isOne();
    fragment.clearSums();
    write(state);
    assertThat(removed).hasSize(1);
    assertThat(restored().fragments().get(0).sums(RULE).totals().updates()).isZero();
  }

  @Test
  void aColdShardReadsNoMoreThanItIsAskedFor() throws IOException {
    ShardState state = opened();
    state.hold(key("a"), chunk(1));
    state.hold(key("b"), chunk(2));
    state.fragments().get(0).members().put("a", state.take(key("a"), Payload.DELTA, 1));
    state.fragments().get(0).parameters()[5] = 7;
    write(state);
    List<Long> read = new ArrayList<>();
    ShardState cold = fresh();
    cold.resume(
        id -> {
          read.add(id);
          return store.get(id);
        });
    assertThat(cold.bytes()).as("neither chunks nor parameters are here").isLessThan(2000);
    int before = read.size();
    cold.hold(key("c"), chunk(3));
    write(cold);
    assertThat(read).hasSize(before);
    assertThat(written).as("the new chunk, and what tells of it").hasSize(2);
    assertThat(cold.fragments().get(0).members().get("a").chunk().bytes())
        .isEqualTo(chunk(1).bytes());
    assertThat(read).hasSize(before + 1);
    assertThat(cold.fragments().get(0).parameters()[5]).isEqualTo(7);
    store.keySet().removeIf(id -> id >= ShardState.CHUNKS);
    assertThatThrownBy(() -> cold.take(key("b"), Payload.DELTA, 1).chunk())
        .hasMessageContaining("lacks a chunk");
  }

  private static Partial partial(long round, int updates) {
    long[] sums = new long[updates == 0 ? 0 : LENGTH];
    Arrays.fill(sums, 100 * round + updates);
    return new Partial("net", 0, Round.of(round, 9), 3, new Totals(updates, 5, 0), 1000, sums);
  }

  @Test
  void sumsOfPartsComeBackWithWhatIsMissing() {
    ShardState state = opened();
    state.add(partial(0, 2));
    state.add(partial(1, 3));
    state.add(partial(0, 0));
    assertThat(state.complete()).isNull();
    write(state);
    assertThat(written).hasSize(4);
    ShardState back = restored();
    assertThat(back.bytes()).isEqualTo(state.bytes());
    assertThat(back.complete()).isNull();
    back.add(partial(0, 4));
    LinearFragment total = back.complete().total(RULE, LENGTH);
    assertThat(total.totals()).isEqualTo(new Totals(6, 10, 0));
    assertThat(total.sum().integers()).hasSize(LENGTH).containsOnly(6);
    assertThat(total.sum().bound()).isEqualTo(2000);
    write(back);
    assertThat(removed).containsExactly(ShardState.TOTALS);
    assertThat(written).as("the other round has not changed").containsExactly(ShardState.META);
    back.round(1);
    assertThat(back.complete()).as("two parts are missing").isNull();
  }

  @Test
  void damagedPiecesAreNotTakenForState() {
    ShardState state = opened();
    state.hold(key("a"), chunk(1));
    write(state);
    Map<Long, byte[]> good = new TreeMap<>(store);
    for (long id : good.keySet()) {
      store.clear();
      store.putAll(good);
      store.remove(id);
      assertThatThrownBy(this::restored).isInstanceOf(IllegalArgumentException.class);
    }
    store.putAll(good);
    store.get(ShardState.META)[0] = 9;
    assertThatThrownBy(this::restored).hasMessageContaining("layout 9");
  }

  @Test
  void itSaysHowMuchHeapItTakes() {
    ShardState state = opened();
    long before = state.bytes();
    state.hold(key("a"), chunk(1));
    assertThat(state.bytes() - before).isBetween(4L * LENGTH, 5L * LENGTH);
    state.release(state.take(key("a"), Payload.DELTA, 1));
    assertThat(state.bytes()).isEqualTo(before);
    assertThat(state.isEmpty()).isFalse();
    assertThat(fresh().isEmpty()).isTrue();
  }
}
