/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.rule.Coefficients;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.rule.Round;
import io.millrace.models.aggregation.rule.Totals;
import io.millrace.models.aggregation.rule.WorkerHistory;
import io.millrace.models.aggregation.schedule.Assignment;
import io.millrace.models.aggregation.schedule.Compass;
import io.millrace.models.aggregation.transit.CohortEvent;
import io.millrace.models.aggregation.transit.GramPart;
import io.millrace.models.aggregation.transit.PublishEvent;
import io.millrace.models.aggregation.transit.PublishEvent.Participant;
import io.millrace.models.aggregation.transit.PublishEvent.Refusal;
import io.millrace.models.aggregation.transit.PublishEvent.RoundSummary;
import io.millrace.models.aggregation.transit.PublishedModel;
import io.millrace.models.aggregation.transit.RejectedUpdate;
import io.millrace.models.aggregation.transit.RoundReport;
import io.millrace.models.aggregation.transit.ShardEvent;
import io.millrace.models.aggregation.transit.ShardEvent.ChunkKey;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.aggregation.transit.UpdateId;
import io.millrace.models.aggregation.transit.WorkerTask;
import io.millrace.models.origin.Origin;
import io.millrace.models.shape.ModelShape;
import io.millrace.models.shape.TensorShape;
import io.millrace.state.aggregation.CohortState.Complete;
import io.millrace.state.aggregation.CohortState.Mark;
import io.millrace.state.aggregation.CohortState.Pending;
import io.millrace.state.aggregation.CohortState.Worker;
import io.millrace.state.binary.Golden;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AggregationSerializersTest {
  private static final ModelShape SHAPE =
      new ModelShape(List.of(TensorShape.of("w", 300_000), TensorShape.of("s")));
  private static final Origin ORIGIN = new Origin("t", 1, 1L << 33);
  private static final UpdateHeader HEADER =
      new UpdateHeader(
          "net",
          "east",
          new Contribution("ann", "u7", 3, 250, 8, 0.05, 1200, Payload.GRADIENT),
          -1,
          -5,
          SHAPE,
          false);
  private static final ChunkKey KEY = new ChunkKey(HEADER.id(), 1, 0xdeadbeef);
  private static final Chunk CHUNK = Chunk.sealed(1, 0, 1, (byte) 1, new byte[] {1, 2, 3, 4});
  private static final RoundSummary SUMMARY =
      new RoundSummary(
          "net+east",
          4,
          3,
          SHAPE,
          true,
          10,
          20,
          9,
          List.of(new Participant(HEADER.id(), 2, 1, 250, 0.5, 3.25, false)),
          List.of(new Refusal(new UpdateId("eve", "x"), "why")),
          2);

  private static List<ShardEvent> shardEvents() {
    return List.of(
        new ShardEvent.Arrival("net", 1, KEY, CHUNK),
        new ShardEvent.Open("net", 0, 3, List.of(SHAPE.fragment(1)), List.of(300_000L, 1L)),
        new ShardEvent.Seed("net", 1, KEY),
        new ShardEvent.Admit("net", 1, KEY, Payload.MODEL, 0.25),
        new ShardEvent.Drop("net", 1, KEY),
        new ShardEvent.Close("net", 1, new Round(3, 3, 9, 2000, 500, 0.125)),
        new ShardEvent.Gathered(
            "net", 1, 3, List.of(new ShardEvent.Member("ann", Payload.DELTA, 1, CHUNK))));
  }

  @Test
  void eventsKeepTheContract() throws IOException {
    for (ShardEvent event : shardEvents()) {
      Golden.keepsContract(new ShardEventSerializer(), event);
    }
    Golden.keepsContract(
        new ShardEventSerializer(), new ShardEvent.Solved("net", 1, 3, null, "no result"));
    Golden.keepsContract(
        new ShardEventSerializer(),
        new ShardEvent.Solved(
            "net", 1, 3, Coefficients.of(new double[] {0.5, 0.5}, new double[] {1, 0}), ""));
    for (long[] sums : new long[][] {{}, {1, -1, Long.MAX_VALUE, Long.MIN_VALUE}}) {
      Golden.keepsContract(
          new ShardEventSerializer(),
          new ShardEvent.Partial(
              "net", 1, new Round(3, 3, 9, 2000, 500, 0.125), 4, new Totals(2, 7, 1), 9, sums));
    }
    Golden.keepsContract(
        new ShardEventSerializer(),
        new ShardEvent.Gathering(
            "net", 1, 3, new ShardEvent.Member("ann", Payload.DELTA, 1, CHUNK)));
    Golden.keepsContract(new CohortEventSerializer(), notice());
    Golden.keepsContract(
        new CohortEventSerializer(), new CohortEvent.Heartbeat("net", "ann", 7, true, ORIGIN));
    Golden.keepsContract(
        new GramPartSerializer(),
        new GramPart("net", 1, 3, 5, List.of("ann", "bob"), new double[] {1, 2, 3, 4}));
    Golden.keepsContract(new PublishEventSerializer(), fragment());
    Golden.keepsContract(new PublishEventSerializer(), SUMMARY);
    Golden.keepsContract(
        new PublishEventSerializer(),
        new PublishEvent.Likeness("net", 4, Map.of("a", 0.5), Map.of("a", 1.0, "b", 2.0)));
  }

  private static CohortEvent notice() {
    return new CohortEvent.PartNotice(
        HEADER, new int[] {0, 2}, new int[] {-1, 5}, 2.5f, new double[] {6.25, 0}, "", ORIGIN);
  }

  private static PublishEvent fragment() {
    return new PublishEvent.FragmentVersion(
        "net", 4, 2, new float[] {1, -0f, 1e-40f}, new double[] {0.5, 2}, 1.5, "");
  }

  @Test
  void outputsKeepTheContract() throws IOException {
    Golden.keepsContract(new RejectedUpdateSerializer(), new RejectedUpdate(HEADER, "why", ORIGIN));
    Golden.keepsContract(
        new WorkerTaskSerializer(),
        new WorkerTask("net", 4, new Assignment("ann", 20, 3, 1000, 1500)));
    PublishedModel stored =
        new PublishedModel("net", 4, SHAPE, List.of("ann"), 99, "file:/x", "ab", null);
    Golden.keepsContract(new PublishedModelSerializer(), stored);
    Golden.keepsContract(
        new PublishedModelSerializer(),
        new PublishedModel("net", 4, SHAPE, List.of(), 99, "", "ab", new byte[] {1, 2}));
    Golden.keepsContract(
        new RoundReportSerializer(),
        new RoundReport(
            SUMMARY, 30, List.of(new RoundReport.Verdict(0.25, 1, 2, 3, "far")), 0.5, 0.75, ""));
  }

  private static CohortState cohort() {
    CohortState state = new CohortState();
    state.shape(SHAPE);
    state.seeded(true);
    state.version(12);
    WorkerHistory history = new WorkerHistory(1, 11, 4, 9, 5, 700);
    RecentUpdates recent = RecentUpdates.of(List.of("u5", "u6"));
    state.fleet().put("ann", new Worker(history, 77, false, true, 250, 0.75, recent));
    Pending pending = new Pending(HEADER, ORIGIN, 70);
    pending.marks().put(2, new Mark(9, 1.5));
    pending.peak(0.5f);
    state.pending().add(pending);
    state
        .waiting()
        .put(HEADER.id(), new Complete(HEADER, new int[] {1, 2, 3}, 0.5f, 2.5, ORIGIN, 90, 65));
    state.admit(SUMMARY.participants().get(0));
    state.refusals().add(new Refusal(new UpdateId("eve", "x"), "why"));
    state.duplicates(3);
    state.openedMillis(60);
    state.lastEventMillis(-3);
    state.load(0.125);
    state.compass(
        new Compass.State(
            Map.of("ann", new Compass.WorkerSpeed(2.5, 1, 20)),
            Map.of(1L, new Compass.Group(100, 150, List.of("ann", "bob"), List.of("bob"))),
            2));
    return state;
  }

  @Test
  void theStandingOfAModelKeepsTheContract() throws IOException {
    Golden.keepsContract(new CohortStateSerializer(), cohort());
    Golden.keepsContract(new CohortStateSerializer(), new CohortState());
  }

  @Test
  void whatTheFirstLayoutWroteIsReadForEver() throws IOException {
    Golden.holds(new CohortEventSerializer(), "cohort-event-v1", notice());
    Golden.holds(new ShardEventSerializer(), "shard-event-v1", shardEvents().get(6));
    Golden.holds(new PublishEventSerializer(), "publish-event-v1", SUMMARY);
  }

  @Test
  void theStandingOfEveryLayoutIsRead() throws IOException {
    Golden.holds(new CohortStateSerializer(), "cohort-state-v3", cohort());
    assertThat(Golden.deserialized(new CohortStateSerializer(), Golden.bytes("cohort-state-v2")))
        .usingRecursiveComparison()
        .isEqualTo(cohort());
    CohortState expected = cohort();
    Worker ann = expected.fleet().get("ann");
    expected.fleet().put("ann", ann.took(ann.history(), ann.examples(), 1));
    Complete waiting = expected.waiting().get(HEADER.id());
    expected
        .waiting()
        .put(
            HEADER.id(),
            new Complete(
                HEADER, waiting.crcs(), 0.5f, 2.5, ORIGIN, HEADER.timeMillis(), ann.seenMillis()));
    assertThat(Golden.deserialized(new CohortStateSerializer(), Golden.bytes("cohort-state-v1")))
        .usingRecursiveComparison()
        .isEqualTo(expected);
  }

  @Test
  void damagedBytesEndInAnIoExceptionOrAValue() throws IOException {
    Random random = new Random(8);
    byte[] good = Golden.serialized(new CohortStateSerializer(), cohort());
    for (int i = 0; i < 2000; i++) {
      byte[] bad =
          Arrays.copyOf(good, random.nextInt(4) == 0 ? random.nextInt(good.length) : good.length);
      for (int flips = random.nextInt(4); flips >= 0 && bad.length > 1; flips--) {
        bad[1 + random.nextInt(bad.length - 1)] ^= (byte) (1 << random.nextInt(8));
      }
      try {
        Golden.deserialized(new CohortStateSerializer(), bad);
      } catch (IOException | IllegalArgumentException | AssertionError e) {
        assertThat(e).isNotNull();
      }
    }
    byte[] kind = Golden.serialized(new ShardEventSerializer(), shardEvents().get(2));
    kind[6] = 99;
    assertThatThrownBy(() -> Golden.deserialized(new ShardEventSerializer(), kind))
        .hasMessageContaining("99 is no kind");
  }
}
