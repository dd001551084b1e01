/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.round.BufferedFragment;
import io.millrace.models.aggregation.round.LinearFragment;
import io.millrace.models.aggregation.rule.Aggregator;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.rule.LinearRule;
import io.millrace.models.aggregation.rule.MomentsRule;
import io.millrace.models.aggregation.rule.RobustRule;
import io.millrace.models.aggregation.rule.Round;
import io.millrace.models.aggregation.rule.Strategy;
import io.millrace.models.aggregation.transit.GramPart;
import io.millrace.models.aggregation.transit.PublishEvent.FragmentVersion;
import io.millrace.models.aggregation.transit.ShardEvent;
import io.millrace.models.aggregation.transit.ShardEvent.Admit;
import io.millrace.models.aggregation.transit.ShardEvent.Arrival;
import io.millrace.models.aggregation.transit.ShardEvent.ChunkOrder;
import io.millrace.models.aggregation.transit.ShardEvent.Close;
import io.millrace.models.aggregation.transit.ShardEvent.Gathered;
import io.millrace.models.aggregation.transit.ShardEvent.Gathering;
import io.millrace.models.aggregation.transit.ShardEvent.Member;
import io.millrace.models.aggregation.transit.ShardEvent.Open;
import io.millrace.models.aggregation.transit.ShardEvent.Order;
import io.millrace.models.aggregation.transit.ShardEvent.Partial;
import io.millrace.models.aggregation.transit.ShardEvent.Seed;
import io.millrace.models.aggregation.transit.ShardEvent.Solved;
import io.millrace.models.shape.Fragment;
import io.millrace.state.aggregation.FragmentState;
import io.millrace.state.aggregation.RoundSums;
import io.millrace.state.aggregation.ShardState;
import io.millrace.state.aggregation.ShardState.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * Carries out the orders for a part of a model. Orders wait for their chunk, and for those before
 * them; chunks wait for their order. So neither the order in which chunks arrive nor that between
 * chunks and orders can show.
 */
final class Shard {
  private final ShardRole role;
  private final Shards shards;
  private final Strategy strategy;
  private final Aggregator aggregator;
  private final ShardSink sink;
  private final WholeModel whole;

  Shard(AggregationSettings settings, ShardRole role, ShardSink sink) {
    this.role = role;
    this.sink = sink;
    shards = settings.shards();
    strategy = settings.strategy();
    aggregator = strategy.aggregator();
    whole = new WholeModel(this, sink);
  }

  /** An empty state. */
  ShardState empty() {
    return empty(strategy, role);
  }

  static ShardState empty(Strategy strategy, ShardRole role) {
    Aggregator aggregator = strategy.aggregator();
    LinearRule linear =
        aggregator instanceof LinearRule rule
            ? rule
            : aggregator instanceof MomentsRule moments ? moments.mean() : null;
    return new ShardState(
        linear == null ? io.millrace.models.aggregation.exact.Grid.STANDARD : linear.grid(),
        strategy.step().slots(),
        role != ShardRole.GATHER && role != ShardRole.PART);
  }

  /** Takes in an event. */
  void accept(ShardState state, ShardEvent event) {
    if (event instanceof Arrival arrival) {
      state.hold(arrival.chunk(), arrival.content());
    } else if (event instanceof Order order) {
      state.orders().add(order);
    } else if (event instanceof Gathered gathered) {
      gathered.members().forEach(member -> keep(state, gathered.round(), member));
      List<Kept> members = state.gathering().remove(gathered.round());
      state.gathered().put(gathered.round(), members == null ? List.of() : members);
    } else if (event instanceof Gathering gathering) {
      keep(state, gathering.round(), gathering.member());
    } else if (event instanceof Solved solved) {
      state.solved().put(solved.round(), solved);
    } else if (event instanceof Partial partial) {
      state.add(partial);
    }
    carryOut(state);
    finishRounds(state, event.key());
    finishTotals(state, event.key());
  }

  private static void keep(ShardState state, long round, Member member) {
    state
        .gathering()
        .computeIfAbsent(round, r -> new ArrayList<>())
        .add(state.keep(member.worker(), member.payload(), member.weight(), member.content()));
  }

  private void carryOut(ShardState state) {
    while (!state.orders().isEmpty()) {
      Order order = state.orders().peek();
      if (order instanceof ChunkOrder waiting && !state.holds(waiting.chunk())) {
        return;
      }
      state.orders().remove();
      if (order instanceof Open open) {
        open(state, open);
      } else if (order instanceof Seed seed) {
        seed(state, seed);
      } else if (order instanceof Admit admit) {
        admit(state, admit);
      } else if (order instanceof ShardEvent.Drop drop) {
        state.release(state.take(drop.chunk(), Payload.DELTA, 0));
      } else if (order instanceof Close close) {
        close(state, close);
      }
    }
  }

  /** Every part passes it on, so that none can have been faster with what follows. */
  private void open(ShardState state, Open open) {
    if (state.fragments().isEmpty()) {
      state.open(open);
    }
    if (onward()) {
      int shard = shards.total(open.shard());
      sink.onward(new Open(open.key(), shard, open.shards(), open.fragments(), open.tensors()));
    }
  }

  /** Whether the parameters are held by shards that follow. */
  private boolean onward() {
    return role == ShardRole.GATHER || role == ShardRole.PART;
  }

  private void seed(ShardState state, Seed seed) {
    Kept kept = state.take(seed.chunk(), Payload.MODEL, 1);
    if (onward()) {
      int shard = shards.total(seed.shard());
      sink.onward(new Arrival(seed.key(), shard, seed.chunk(), kept.chunk()));
      sink.onward(new Seed(seed.key(), shard, seed.chunk()));
    } else {
      FragmentState fragment = state.fragments().get(seed.chunk().fragment());
      kept.chunk().decode(fragment.parameters(), 0);
      fragment.moved();
      publish(seed.key(), 0, fragment, new double[0], 0, "");
    }
    state.release(kept);
  }

  private void admit(ShardState state, Admit admit) {
    Kept kept = state.take(admit.chunk(), admit.payload(), admit.weight());
    FragmentState fragment = state.fragments().get(admit.chunk().fragment());
    if (!(aggregator instanceof LinearRule rule)) {
      fragment.members().put(kept.worker(), kept);
      return;
    }
    LinearFragment sums = fragment.sums(rule);
    if (rule.memory() == LinearRule.Memory.LATEST_OF_EACH) {
      Kept before = fragment.latest().put(kept.worker(), kept);
      if (before != null) {
        float[] values = new float[fragment.fragment().length()];
        before.chunk().decode(values, 0);
        sums.retract(before.payload(), before.weight(), values, 0);
        state.release(before);
      }
    }
    Chunk chunk = kept.chunk();
    sums.accumulate(kept.payload(), kept.weight(), chunk);
    fragment.summed();
    if (rule.memory() == LinearRule.Memory.NONE) {
      state.release(kept);
    }
  }

  private void close(ShardState state, Close close) {
    if (role == ShardRole.PART) {
      handOver(state, close);
    } else if (aggregator instanceof LinearRule rule) {
      state.fragments().values().forEach(f -> finishLinear(rule, close, f));
    } else if (aggregator instanceof MomentsRule rule) {
      whole.finishMoments(rule, state, close);
    } else if (role == ShardRole.GATHER) {
      gather(state, close);
    } else {
      whole.finishRobust((RobustRule) aggregator, state, close);
    }
    state.round(close.round().number() + 1);
  }

  /** Hands the sums of a part of the workers on. */
  private void handOver(ShardState state, Close close) {
    if (state.fragments().isEmpty()) {
      throw new IllegalStateException(
          "a round of model '"
              + close.key()
              + "' ends that never began here: resume with the millrace.aggregation.parts that the"
              + " savepoint was taken with");
    }
    LinearRule rule = (LinearRule) aggregator;
    FragmentState fragment = state.fragments().values().iterator().next();
    LinearFragment sums = fragment.sums(rule);
    boolean none = sums.totals().updates() == 0;
    boolean kept = rule.memory() == LinearRule.Memory.LATEST_OF_EACH;
    long[] integers = none ? new long[0] : sums.sum().integers();
    sink.onward(
        new Partial(
            close.key(),
            shards.total(close.shard()),
            close.round(),
            shards.parts(),
            sums.totals(),
            none ? 0 : sums.sum().bound(),
            kept ? integers.clone() : integers));
    if (!kept) {
      fragment.clearSums();
    }
  }

  private void finishTotals(ShardState state, String key) {
    if (role != ShardRole.TOTAL || state.fragments().isEmpty()) {
      return;
    }
    LinearRule rule = (LinearRule) aggregator;
    FragmentState fragment = state.fragments().values().iterator().next();
    for (RoundSums sums = state.complete(); sums != null; sums = state.complete()) {
      LinearFragment total = sums.total(rule, fragment.fragment().length());
      finishLinear(rule, key, sums.round(), fragment, total);
      state.round(state.round() + 1);
    }
  }

  private void finishLinear(LinearRule rule, Close close, FragmentState fragment) {
    finishLinear(rule, close.key(), close.round(), fragment, fragment.sums(rule));
    if (rule.memory() == LinearRule.Memory.NONE) {
      fragment.clearSums();
    }
  }

  private void finishLinear(
      LinearRule rule, String key, Round round, FragmentState fragment, LinearFragment sums) {
    float[] direction = new float[fragment.fragment().length()];
    String failure = "";
    try {
      sums.finish(rule, round, fragment.parameters(), direction);
    } catch (IllegalArgumentException | ArithmeticException e) {
      failure = "the rule gives no result: " + e.getMessage();
    }
    move(key, round.number(), fragment, direction, new double[0], failure);
  }

  private void gather(ShardState state, Close close) {
    FragmentState fragment = state.fragments().values().iterator().next();
    SortedMap<String, Kept> members = fragment.members();
    BufferedFragment buffer = new BufferedFragment(fragment.fragment().length());
    for (Kept kept : members.values()) {
      // One by one: a round in one record would be too large for Flink's buffers, and go by disk.
      Member member = new Member(kept.worker(), kept.payload(), kept.weight(), kept.chunk());
      buffer.accumulate(kept.worker(), Deltas.of(member.payload(), member.content(), fragment));
      sink.onward(new Gathering(close.key(), close.shard(), close.round().number(), member));
      state.release(kept);
    }
    members.clear();
    sink.products(
        new GramPart(
            close.key(),
            close.shard(),
            close.round().number(),
            state.shards(),
            buffer.workers(),
            buffer.products(null)));
    sink.onward(new Gathered(close.key(), close.shard(), close.round().number(), List.of()));
  }

  private void finishRounds(ShardState state, String key) {
    if (role != ShardRole.FINISH) {
      return;
    }
    List<Kept> members = state.gathered().get(state.round());
    Solved solved = state.solved().get(state.round());
    while (members != null && solved != null && !state.fragments().isEmpty()) {
      FragmentState fragment = state.fragments().values().iterator().next();
      float[] direction = new float[fragment.fragment().length()];
      double[] distances = new double[0];
      String failure = solved.failure();
      if (failure.isEmpty()) {
        BufferedFragment buffer = Deltas.buffer(members, fragment);
        buffer.finish((RobustRule) aggregator, solved.coefficients(), null, direction);
        distances = buffer.distances(direction);
      }
      move(key, state.round(), fragment, direction, distances, failure);
      members.forEach(state::release);
      state.gathered().remove(state.round());
      state.solved().remove(state.round());
      state.round(state.round() + 1);
      members = state.gathered().get(state.round());
      solved = state.solved().get(state.round());
    }
  }

  /** Moves a fragment along a direction, unless there is a failure, and hands the version on. */
  void move(
      String key,
      long round,
      FragmentState fragment,
      float[] direction,
      double[] distances,
      String failure) {
    double square = 0;
    String outcome = failure;
    if (outcome.isEmpty()) {
      for (float value : direction) {
        square += (double) value * value;
      }
      if (!Double.isFinite(square)) {
        outcome = "the rule's result is not finite";
        square = 0;
      }
    }
    if (outcome.isEmpty()) {
      if (!fragment.begun()) {
        fragment.begin(strategy.step().open(direction.length));
      }
      strategy.step().apply(fragment.step(), round, fragment.parameters(), direction);
      fragment.moved();
    }
    publish(key, round + 1, fragment, distances, square, outcome);
  }

  private void publish(
      String key,
      long version,
      FragmentState fragment,
      double[] distances,
      double square,
      String failure) {
    Fragment place = fragment.fragment();
    sink.publish(
        new FragmentVersion(
            key,
            version,
            place.index(),
            fragment.parameters().clone(),
            distances,
            square,
            failure));
  }
}
