/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.aggregation.round.GramSum;
import io.millrace.models.aggregation.rule.Coefficients;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.RobustRule;
import io.millrace.models.aggregation.transit.CohortEvent.Heartbeat;
import io.millrace.models.aggregation.transit.CohortEvent.PartNotice;
import io.millrace.models.aggregation.transit.GramPart;
import io.millrace.models.aggregation.transit.PublishEvent;
import io.millrace.models.aggregation.transit.PublishEvent.FragmentVersion;
import io.millrace.models.aggregation.transit.PublishEvent.RoundSummary;
import io.millrace.models.aggregation.transit.RejectedUpdate;
import io.millrace.models.aggregation.transit.ShardEvent;
import io.millrace.models.aggregation.transit.ShardEvent.Solved;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.aggregation.transit.UpdatePart;
import io.millrace.models.aggregation.transit.WorkerTask;
import io.millrace.models.origin.Origin;
import io.millrace.state.aggregation.CohortState;
import io.millrace.state.aggregation.ShardState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * All that decides and computes, wired as the job wires it, without Flink. Every channel keeps its
 * order, and which channel moves next is chosen at random: what a cluster may do.
 */
final class Wiring implements CohortSink {
  private final Random random;
  private final PartCheck check;
  private final Cohort cohort;
  private final RobustRule robust;
  private final CohortState state = new CohortState();
  private final Map<Integer, ShardState> shards = new TreeMap<>();
  private final Map<Integer, ShardState> finishing = new TreeMap<>();
  private final Map<Long, List<GramPart>> products = new HashMap<>();
  private final Shard shard;
  private final Shard finish;
  private final List<Deque<Runnable>> channels = new ArrayList<>();
  private final Map<String, Deque<Runnable>> named = new HashMap<>();
  final List<RoundSummary> summaries = new ArrayList<>();
  final List<RejectedUpdate> rejected = new ArrayList<>();
  final List<WorkerTask> tasks = new ArrayList<>();
  final List<PublishEvent> likenesses = new ArrayList<>();
  final Map<Long, float[][]> versions = new TreeMap<>();
  private final TreeSet<Long> times = new TreeSet<>();
  private final TreeSet<Long> marks = new TreeSet<>();
  private int delivering;
  long now;
  long watermark = Long.MIN_VALUE;

  Wiring(AggregationSettings settings, long seed) {
    random = new Random(seed);
    check = new PartCheck(settings);
    cohort = new Cohort(settings, this);
    robust = settings.strategy().aggregator() instanceof RobustRule rule ? rule : null;
    boolean gathered = settings.layout() == Layout.GATHERED;
    boolean parted = settings.parts() > 1;
    ShardRole first = parted ? ShardRole.PART : gathered ? ShardRole.GATHER : ShardRole.ALONE;
    shard = new Shard(settings, first, sink("onward-"));
    finish = new Shard(settings, parted ? ShardRole.TOTAL : ShardRole.FINISH, sink(""));
  }

  CohortState state() {
    return state;
  }

  /** Shards that remember anything, for leaks to be seen. */
  Map<Integer, ShardState> shards() {
    return shards;
  }

  /** The shards that follow. */
  Map<Integer, ShardState> finishing() {
    return finishing;
  }

  private void enqueue(String channel, Runnable delivery) {
    Deque<Runnable> queue = named.get(channel);
    if (queue == null) {
      queue = new ArrayDeque<>();
      named.put(channel, queue);
      channels.add(queue);
    }
    queue.add(delivery);
  }

  /** Delivers all that is under way. */
  void settle() {
    List<Deque<Runnable>> busy = new ArrayList<>();
    while (true) {
      busy.clear();
      channels.stream().filter(c -> !c.isEmpty()).forEach(busy::add);
      if (busy.isEmpty()) {
        return;
      }
      busy.get(random.nextInt(busy.size())).remove().run();
    }
  }

  /** Reads a whole update that began with that version, and delivers all. */
  void send(String worker, String update, long version) {
    UpdateHeader header = Updates.header(worker, update, version);
    read(Updates.whole(header, Updates.values(header.hashCode())));
    settle();
  }

  /** The same with an event time in milliseconds; it began with version 0. */
  void sendAt(long time, String worker, String update) {
    Contribution contribution = Updates.contribution(worker, update, 0);
    read(Updates.whole(Updates.header(contribution, time), Updates.values(time)));
    settle();
  }

  /** Whose updates went into that round, in order. */
  List<String> members(int round) {
    return summaries.get(round).participants().stream().map(p -> p.update().worker()).toList();
  }

  void assertNothingIsLeftBehind() {
    for (ShardState shard : shards.values()) {
      assertThat(shard.orders()).isEmpty();
      assertThat(shard.fragments()).as("no shard of a model that is not").isNotEmpty();
      assertThat(shard.bytes()).isLessThan(5000);
    }
  }

  /** Reads a part in one of some sources. */
  void read(UpdatePart part) {
    String source = "source-" + random.nextInt(3);
    enqueue(source + "-begins", () -> readNow(source, part));
  }

  private void readNow(String source, UpdatePart part) {
    try {
      PartNotice notice =
          check.check(
              part,
              Origin.NONE,
              arrival ->
                  enqueue(source + "-" + arrival.shard(), () -> deliver(shard, shards, arrival)));
      enqueue(source + "-cohort", () -> accept(notice));
    } catch (PartRefusedException e) {
      rejected.add(new RejectedUpdate(part.header(), e.getMessage(), Origin.NONE));
      if (e.condemning()) {
        PartNotice notice = PartCheck.notice(part.header(), e.getMessage(), Origin.NONE);
        enqueue(source + "-cohort", () -> accept(notice));
      }
    }
  }

  /** Lets time pass. */
  void advance(long time, long mark) {
    now = time;
    watermark = mark;
    cohort.advance(state, "net", now, watermark);
    setTimers();
  }

  private void accept(PartNotice notice) {
    cohort.accept(state, notice, now, watermark);
    setTimers();
  }

  /** Takes in a sign of life. */
  void hear(String worker, boolean leaving) {
    Heartbeat beat = new Heartbeat("net", worker, 0, leaving, Origin.NONE);
    cohort.accept(state, beat, now, watermark);
    setTimers();
  }

  private void setTimers() {
    long due = cohort.dueMillis(state, now, watermark);
    if (due != Long.MAX_VALUE && due > now) {
      times.add(due);
    }
    long mark = cohort.dueWatermark(state, now, watermark);
    if (mark != Long.MAX_VALUE && mark > watermark) {
      marks.add(mark);
    }
  }

  /** Lets time pass as Flink does: nothing happens but at timers. */
  void pass(long time, long mark) {
    now = time;
    watermark = mark;
    while (!times.isEmpty() && times.first() <= now) {
      times.pollFirst();
      advance(now, watermark);
    }
    while (!marks.isEmpty() && marks.first() <= watermark) {
      marks.pollFirst();
      advance(now, watermark);
    }
  }

  private void deliver(Shard to, Map<Integer, ShardState> states, ShardEvent event) {
    delivering = event.shard();
    ShardState at = states.computeIfAbsent(event.shard(), s -> to.empty());
    to.accept(at, event);
    if (at.isEmpty()) {
      states.remove(event.shard());
    }
  }

  @Override
  public void order(ShardEvent order) {
    enqueue("orders-" + order.shard(), () -> deliver(shard, shards, order));
  }

  @Override
  public void summary(RoundSummary summary) {
    summaries.add(summary);
  }

  @Override
  public void rejected(RejectedUpdate update) {
    rejected.add(update);
  }

  @Override
  public void task(WorkerTask task) {
    tasks.add(task);
  }

  /** A channel leads from every shard to the one that follows it. */
  private ShardSink sink(String onward) {
    return new ShardSink() {
      @Override
      public void publish(PublishEvent event) {
        if (event instanceof FragmentVersion version) {
          versions
                  .computeIfAbsent(version.version(), v -> new float[Updates.SHAPE.fragments()][])[
                  version.fragment()] =
              version.parameters();
        } else {
          likenesses.add(event);
        }
      }

      @Override
      public void products(GramPart part) {
        enqueue("products-" + part.shard(), () -> solve(part));
      }

      @Override
      public void onward(ShardEvent event) {
        enqueue(onward + delivering + "-" + event.shard(), () -> deliver(finish, finishing, event));
      }
    };
  }

  private void solve(GramPart part) {
    List<GramPart> parts = products.computeIfAbsent(part.round(), r -> new ArrayList<>());
    parts.add(part);
    if (parts.size() == part.shards()) {
      GramSum sum = new GramSum(part.workers(), false);
      parts.forEach(p -> sum.add(p.products()));
      Coefficients coefficients = robust.solve(sum.gram());
      for (int s = 0; s < part.shards(); s++) {
        Solved solved = new Solved("net", s, part.round(), coefficients, "");
        enqueue("solved-" + s, () -> deliver(finish, finishing, solved));
      }
    }
  }
}
