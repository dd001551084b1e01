/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.codec.Codecs;
import io.millrace.models.aggregation.rule.Coefficients;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.rule.Round;
import io.millrace.models.aggregation.rule.Totals;
import io.millrace.models.aggregation.transit.CohortEvent;
import io.millrace.models.aggregation.transit.CohortEvent.Heartbeat;
import io.millrace.models.aggregation.transit.CohortEvent.PartNotice;
import io.millrace.models.aggregation.transit.GramPart;
import io.millrace.models.aggregation.transit.PublishEvent;
import io.millrace.models.aggregation.transit.PublishEvent.FragmentVersion;
import io.millrace.models.aggregation.transit.PublishEvent.Participant;
import io.millrace.models.aggregation.transit.PublishEvent.RoundSummary;
import io.millrace.models.aggregation.transit.PublishedModel;
import io.millrace.models.aggregation.transit.RejectedUpdate;
import io.millrace.models.aggregation.transit.RoundReport;
import io.millrace.models.aggregation.transit.ShardEvent;
import io.millrace.models.aggregation.transit.ShardEvent.Admit;
import io.millrace.models.aggregation.transit.ShardEvent.Arrival;
import io.millrace.models.aggregation.transit.ShardEvent.ChunkKey;
import io.millrace.models.aggregation.transit.ShardEvent.Close;
import io.millrace.models.aggregation.transit.ShardEvent.Drop;
import io.millrace.models.aggregation.transit.ShardEvent.Gathered;
import io.millrace.models.aggregation.transit.ShardEvent.Gathering;
import io.millrace.models.aggregation.transit.ShardEvent.Member;
import io.millrace.models.aggregation.transit.ShardEvent.Open;
import io.millrace.models.aggregation.transit.ShardEvent.Partial;
import io.millrace.models.aggregation.transit.ShardEvent.Seed;
import io.millrace.models.aggregation.transit.ShardEvent.Solved;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.aggregation.transit.UpdateId;
import io.millrace.models.aggregation.trigger.Triggers;
import io.millrace.models.origin.Origin;
import io.millrace.operators.contract.Backends;
import io.millrace.operators.contract.Element;
import io.millrace.operators.contract.OperatorContract;
import io.millrace.operators.contract.Subject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The shared contract, for every operator that aggregates. None of them has bundles. */
class AggregationContractTest {
  private static final List<String> MODELS = List.of("net", "wide", "deep");
  private static final List<String> WORKERS = List.of("ann", "bob", "cid", "dan", "eve");

  /** Room for about one shard, so that states move in and out. */
  private static final long SMALL_HOT = 3000;

  private static AggregationSettings settings(String rule) {
    return AggregationSettings.of(rule, Map.of(), Triggers.parse("count(3)"))
        .withHotBytes(SMALL_HOT);
  }

  private static <I, O> Subject<I, String, O> subject(
      Function<Integer, StreamOperator<O>> operator,
      KeySelector<I, String> key,
      List<OutputTag<?>> tags,
      Backends backend) {
    return new Subject<>(
        operator::apply,
        key,
        Types.STRING,
        tags,
        AggregationContractTest::describe,
        AggregationContractTest::key,
        o -> false,
        backend);
  }

  private static String describe(Object output) {
    if (output instanceof FragmentVersion f) {
      return f.version()
          + " "
          + f.fragment()
          + Arrays.toString(f.parameters())
          + Arrays.toString(f.distances())
          + f.square()
          + f.failure();
    }
    if (output instanceof GramPart part) {
      return part.round() + part.workers().toString() + Arrays.toString(part.products());
    }
    if (output instanceof Gathered gathered) {
      return gathered.round()
          + gathered.members().stream()
              .map(m -> m.worker() + m.weight() + Arrays.toString(m.content().bytes()))
              .toList()
              .toString();
    }
    if (output instanceof Gathering gathering) {
      Member m = gathering.member();
      return gathering.round() + m.worker() + m.weight() + Arrays.toString(m.content().bytes());
    }
    if (output instanceof Partial partial) {
      return partial.round() + " " + partial.totals() + Arrays.toString(partial.integers());
    }
    if (output instanceof Solved solved) {
      Coefficients c = solved.coefficients();
      return solved.round() + " " + (c == null ? "" : Arrays.toString(c.column(0)));
    }
    if (output instanceof Arrival arrival) {
      return arrival.chunk() + Arrays.toString(arrival.content().bytes());
    }
    if (output instanceof PublishedModel model) {
      return model.version()
          + model.sha256()
          + model.contributors()
          + Arrays.toString(model.values());
    }
    if (output instanceof RoundReport report) {
      return report.summary().version() + report.verdicts().toString() + report.direction();
    }
    return output instanceof RejectedUpdate rejected ? rejected.reason() : output.toString();
  }

  private static String key(Object output) {
    if (output instanceof ShardEvent event) {
      return ShardOperator.key(event);
    }
    if (output instanceof PublishEvent event) {
      return event.key();
    }
    if (output instanceof GramPart part) {
      return part.key() + part.shard();
    }
    if (output instanceof PublishedModel model) {
      return model.key();
    }
    return output instanceof RoundReport report
        ? report.summary().key()
        : ((RejectedUpdate) output).header().key();
  }

  private static <I> List<Element<I, Void>> keyed(List<? extends I> values) {
    List<Element<I, Void>> elements = new ArrayList<>();
    values.forEach(value -> elements.add(new Element.Keyed<>(value, elements.size())));
    elements.add(new Element.Mark<>(1_000_000));
    return elements;
  }

  private static <I, O> void holds(Subject<I, String, O> subject, List<? extends I> events)
      throws Exception {
    OperatorContract<I, Void, String, O> contract = new OperatorContract<>(subject, keyed(events));
    assertThat(contract.reference()).isNotEmpty();
    contract.restoringAfterEveryElementChangesNothing(1);
    contract.failuresChangeNothing(3, 1);
    contract.rescalingChangesNothing(1);
  }

  /** Events of several models, those of each in their order. */
  private static <I> List<I> mixed(List<List<I>> all, long seed) {
    Random random = new Random(seed);
    List<I> mixed = new ArrayList<>();
    int[] at = new int[all.size()];
    while (true) {
      List<Integer> open = new ArrayList<>();
      for (int i = 0; i < at.length; i++) {
        if (at[i] < all.get(i).size()) {
          open.add(i);
        }
      }
      if (open.isEmpty()) {
        return mixed;
      }
      int chosen = open.get(random.nextInt(open.size()));
      mixed.add(all.get(chosen).get(at[chosen]++));
    }
  }

  private static PartNotice notice(String model, String worker, int round) {
    UpdateHeader h = Updates.header(worker, "u" + round, round);
    UpdateHeader header =
        new UpdateHeader(model, "", h.contribution(), -1, h.timeMillis(), h.shape(), false);
    return new PartNotice(
        header,
        new int[] {0, 1, 2},
        new int[] {round, 1, 2},
        1,
        new double[] {1, 2, 3},
        "",
        Origin.NONE);
  }

  private static List<CohortEvent> decisions(String model) {
    List<CohortEvent> events = new ArrayList<>();
    events.add(new Heartbeat(model, "ann", 0, false, Origin.NONE));
    for (int round = 0; round < 2; round++) {
      for (String worker : WORKERS.subList(0, 3)) {
        PartNotice all = notice(model, worker, round);
        for (int f = 0; f < 3; f++) {
          events.add(
              new PartNotice(
                  all.header(),
                  new int[] {f},
                  new int[] {all.crcs()[f]},
                  1,
                  new double[] {f},
                  "",
                  Origin.NONE));
        }
      }
      events.add(notice(model, "ann", round));
    }
    return events;
  }

  private static Subject<CohortEvent, String, ShardEvent> deciding(Backends backend) {
    return subject(
        bundle -> new CohortOperator(settings("fedavg")),
        CohortEvent::key,
        List.of(AggregationOutputs.PUBLISH, AggregationOutputs.REJECTED, AggregationOutputs.TASKS),
        backend);
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void decisionsAboutRounds(Backends backend) throws Exception {
    List<CohortEvent> events =
        mixed(MODELS.stream().map(AggregationContractTest::decisions).toList(), 5);
    holds(deciding(backend), events);
    PartNotice future = notice("other", "mal", 99);
    new OperatorContract<CohortEvent, Void, String, ShardEvent>(deciding(backend), keyed(events))
        .aPoisonedRecordIsSetAside(
            PartCheck.notice(future.header(), "", Origin.NONE), AggregationOutputs.REJECTED);
  }

  private static Chunk chunk(long seed) {
    return Updates.chunks(Updates.values(seed), Codecs.FP32).get(1);
  }

  private static ChunkKey chunkKey(String worker, int round) {
    return new ChunkKey(new UpdateId(worker, "u" + round), 1, round);
  }

  /** Chunks before and after their orders, some twice, some dropped. */
  private static List<ShardEvent> shard(String model) {
    List<ShardEvent> events = new ArrayList<>();
    events.add(new Arrival(model, 1, chunkKey("root", 0), chunk(77)));
    events.add(new Open(model, 1, 3, List.of(Updates.SHAPE.fragment(1)), List.of()));
    events.add(new Seed(model, 1, chunkKey("root", 0)));
    for (int round = 0; round < 2; round++) {
      for (int w = 0; w < WORKERS.size(); w++) {
        ChunkKey key = chunkKey(WORKERS.get(w), round);
        ShardEvent arrival = new Arrival(model, 1, key, chunk(10L * round + w));
        ShardEvent admit = new Admit(model, 1, key, Payload.DELTA, 1 + w);
        events.add(w % 2 == 0 ? arrival : admit);
        events.add(w % 2 == 0 ? admit : arrival);
      }
      ChunkKey again = chunkKey("ann", round);
      events.add(new Drop(model, 1, again));
      events.add(new Close(model, 1, Round.of(round, WORKERS.size())));
      events.add(new Arrival(model, 1, again, chunk(10L * round)));
    }
    return events;
  }

  private static Subject<ShardEvent, String, PublishEvent> shards(
      String rule, ShardRole role, Backends backend) {
    return subject(
        bundle -> new ShardOperator(settings(rule), role),
        ShardOperator::key,
        List.of(AggregationOutputs.PRODUCTS, AggregationOutputs.ONWARD),
        backend);
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void shardsThatAddUp(Backends backend) throws Exception {
    List<ShardEvent> events =
        mixed(MODELS.stream().map(AggregationContractTest::shard).toList(), 6);
    holds(shards("fedavg/momentum", ShardRole.ALONE, backend), events);
    holds(shards("afa-cs", ShardRole.ALONE, backend), events);
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void shardsThatKeepUpdates(Backends backend) throws Exception {
    List<ShardEvent> events =
        mixed(MODELS.stream().map(AggregationContractTest::shard).toList(), 7);
    holds(shards("median/adam", ShardRole.ALONE, backend), events);
    holds(shards("nnm+median", ShardRole.GATHER, backend), events);
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void shardsThatAddUpPartsOfTheWorkers(Backends backend) throws Exception {
    List<ShardEvent> events =
        mixed(MODELS.stream().map(AggregationContractTest::shard).toList(), 11);
    holds(shards("fedavg/momentum", ShardRole.PART, backend), events);
    holds(shards("afa-cs", ShardRole.PART, backend), events);
  }

  /** Three parts whose rounds run apart, one of them empty, and parameters from one of them. */
  private static List<ShardEvent> totals(String model) {
    List<List<ShardEvent>> parts = new ArrayList<>();
    for (int part = 0; part < 3; part++) {
      List<ShardEvent> events = new ArrayList<>();
      events.add(new Open(model, 1, 3, List.of(Updates.SHAPE.fragment(1)), List.of()));
      if (part == 1) {
        events.add(new Arrival(model, 1, chunkKey("root", 0), chunk(77)));
        events.add(new Seed(model, 1, chunkKey("root", 0)));
      }
      for (int round = 0; round < 3; round++) {
        boolean none = part == 2 && round == 1;
        long[] sums = none ? new long[0] : new long[] {1L << 40, round - part, -(5L << 50)};
        Totals totals = none ? Totals.NONE : Totals.NONE.plus(Payload.DELTA, 2);
        events.add(
            new Partial(
                model, 1, Round.of(round, WORKERS.size()), 3, totals, none ? 0 : 1L << 55, sums));
      }
      parts.add(events);
    }
    return mixed(parts, 12);
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void shardsThatAddUpParts(Backends backend) throws Exception {
    holds(
        shards("fedavg/momentum", ShardRole.TOTAL, backend),
        mixed(MODELS.stream().map(AggregationContractTest::totals).toList(), 13));
  }

  private static List<ShardEvent> finishing(String model) {
    List<ShardEvent> events = new ArrayList<>();
    events.add(new Solved(model, 1, 0, Coefficients.of(new double[] {0.5, 0.5}), ""));
    events.add(new Open(model, 1, 3, List.of(Updates.SHAPE.fragment(1)), List.of()));
    for (int round = 0; round < 3; round++) {
      List<Member> members =
          List.of(
              new Member("ann", Payload.DELTA, 1, chunk(round)),
              new Member("bob", Payload.GRADIENT, 1, chunk(50 + round)));
      events.add(new Gathering(model, 1, round, members.get(0)));
      events.add(new Gathered(model, 1, round, members.subList(1, 2)));
      if (round > 0) {
        events.add(new Solved(model, 1, round, Coefficients.of(new double[] {1, 0}), ""));
      }
    }
    return events;
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void shardsThatFinish(Backends backend) throws Exception {
    holds(
        shards("krum/momentum", ShardRole.FINISH, backend),
        mixed(MODELS.stream().map(AggregationContractTest::finishing).toList(), 8));
  }

  private static List<GramPart> products(String model) {
    List<GramPart> parts = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      for (int s = 0; s < 3; s++) {
        double[] products = new double[9];
        for (int i = 0; i < 3; i++) {
          for (int j = 0; j <= i; j++) {
            products[3 * i + j] = (i == j ? 4 : 1) + s + 0.1 * round;
          }
        }
        parts.add(new GramPart(model, s, round, 3, WORKERS.subList(0, 3), products));
      }
    }
    return parts;
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void solvers(Backends backend) throws Exception {
    holds(
        AggregationContractTest.<GramPart, ShardEvent>subject(
            bundle -> new KeyedProcessOperator<>(new Solver(settings("krum"))),
            GramPart::key,
            List.of(AggregationOutputs.PUBLISH),
            backend),
        mixed(MODELS.stream().map(AggregationContractTest::products).toList(), 9));
  }

  private static List<PublishEvent> versions(String model) {
    List<PublishEvent> events = new ArrayList<>();
    for (int version = 1; version < 3; version++) {
      for (int f = 0; f < 3; f++) {
        float[] values = Updates.values(version)[f];
        events.add(
            new FragmentVersion(model, version, f, values, new double[] {1 + f, 2}, 0.5 * f, ""));
        if (f == version % 3) {
          events.add(
              new RoundSummary(
                  model,
                  version,
                  version - 1,
                  Updates.SHAPE,
                  false,
                  0,
                  0,
                  2,
                  List.of(
                      new Participant(new UpdateId("ann", "u"), 0, 0, 1, 1, 2, false),
                      new Participant(new UpdateId("bob", "u"), 0, 0, 1, 1, 2, false)),
                  List.of(),
                  0));
        }
      }
    }
    return events;
  }

  @ParameterizedTest
  @EnumSource(Backends.class)
  void publishers(Backends backend) throws Exception {
    VersionArchive none =
        (key, version, shape, values) -> {
          throw new IllegalStateException("small versions need no store");
        };
    holds(
        AggregationContractTest.<PublishEvent, PublishedModel>subject(
            bundle -> new KeyedProcessOperator<>(new Publisher(none, 1 << 20)),
            PublishEvent::key,
            List.of(AggregationOutputs.REPORTS),
            backend),
        mixed(MODELS.stream().map(AggregationContractTest::versions).toList(), 10));
  }
}
