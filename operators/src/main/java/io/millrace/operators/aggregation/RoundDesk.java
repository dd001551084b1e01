/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import io.millrace.models.aggregation.exact.Weight;
import io.millrace.models.aggregation.rule.Aggregator;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.rule.LinearRule;
import io.millrace.models.aggregation.rule.MomentsRule;
import io.millrace.models.aggregation.rule.RobustRule;
import io.millrace.models.aggregation.rule.Round;
import io.millrace.models.aggregation.schedule.Compass;
import io.millrace.models.aggregation.schedule.CompassSettings;
import io.millrace.models.aggregation.transit.PublishEvent.Participant;
import io.millrace.models.aggregation.transit.PublishEvent.RoundSummary;
import io.millrace.models.aggregation.transit.ShardEvent.Admit;
import io.millrace.models.aggregation.transit.ShardEvent.ChunkKey;
import io.millrace.models.aggregation.transit.ShardEvent.Close;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.aggregation.transit.WorkerTask;
import io.millrace.models.aggregation.trigger.Standing;
import io.millrace.state.aggregation.CohortState;
import io.millrace.state.aggregation.CohortState.Complete;
import io.millrace.state.aggregation.CohortState.Worker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts complete updates into rounds and ends them. */
final class RoundDesk {
  /** Sums have room for 2048 terms of the largest size; the rest is for what is rounded. */
  private static final double MOST_LOAD = 2000;

  /** Timers that a timeout of workers is worth. */
  private static final long TIMERS = 100;

  private final AggregationSettings settings;
  private final AggregationSettings.Rounds rounds;
  private final Shards shards;
  private final LinearRule linear;
  private final boolean keeps;
  private final Turns turns;
  private final boolean gram;
  private final boolean onePerWorker;
  private final int leastUpdates;
  private final Cohort cohort;
  private final CohortSink sink;

  RoundDesk(AggregationSettings settings, Turns turns, Cohort cohort, CohortSink sink) {
    this.settings = settings;
    this.turns = turns;
    this.cohort = cohort;
    this.sink = sink;
    rounds = settings.rounds();
    shards = settings.shards();
    Aggregator aggregator = settings.strategy().aggregator();
    linear = linear(aggregator);
    keeps = linear != null && linear.memory() == LinearRule.Memory.LATEST_OF_EACH;
    gram = aggregator instanceof RobustRule robust && !robust.mixings().isEmpty();
    onePerWorker = rounds.onePerWorker() || !(aggregator instanceof LinearRule) || keeps;
    int needed = aggregator instanceof RobustRule robust ? robust.leastUpdates() : 1;
    leastUpdates = Math.max(Math.max(1, rounds.leastUpdates()), needed);
  }

  /** The rule that weighs updates, or null where updates are equal. */
  private static LinearRule linear(Aggregator aggregator) {
    if (aggregator instanceof LinearRule rule) {
      return rule;
    }
    return aggregator instanceof MomentsRule moments ? moments.mean() : null;
  }

  /** Why an update cannot take part, whatever it holds; empty when it may. */
  String refusal(CohortState state, UpdateHeader header) {
    if (shards.layout() == Layout.GATHERED
        && header.contribution().payload() == Payload.MODEL
        && !header.initial()) {
      return header.id()
          + " sends a whole model, but rule "
          + settings.rule()
          + " compares changes: send deltas, or set millrace.aggregation.whole-models";
    }
    long staleness = state.version() - header.contribution().baseVersion();
    if (staleness > 0 && !header.initial()) {
      if (rounds.late() == Late.DROP) {
        return late(header, staleness, 0);
      }
      if (rounds.late() == Late.APPLY && staleness > rounds.mostStale()) {
        return late(header, staleness, rounds.mostStale());
      }
    }
    return "";
  }

  private static String late(UpdateHeader header, long staleness, long most) {
    return header.id()
        + " is late: it is based on version "
        + header.contribution().baseVersion()
        + ", "
        + staleness
        + " before the present one, and at most "
        + most
        + " are allowed: workers that never go on from versions need millrace.aggregation.late:"
        + " carry";
  }

  /** Admits what can be admitted, and ends rounds as long as any has to end. */
  void advance(CohortState state, String key, long now, long watermark) {
    do {
      admitWaiting(state, now, watermark);
    } while (close(state, key, now, watermark) || goOn(state, now, watermark));
  }

  private void admitWaiting(CohortState state, long now, long watermark) {
    List<Complete> waiting = turns.waiting(state);
    if (waiting.isEmpty()) {
      return;
    }
    Set<String> workers = workers(state);
    Standing standing = standing(state, now, watermark);
    for (Complete update : waiting) {
      if (isFree(workers, update) && turns.enters(state, update, standing)) {
        take(state, update, workers, now);
      }
    }
  }

  /** A round that lacks something when its time is over goes on with the next update. */
  private boolean goOn(CohortState state, long now, long watermark) {
    Set<String> workers = workers(state);
    for (Complete update : turns.waiting(state)) {
      if (isFree(workers, update)) {
        return turns.follows(state, update, watermark) && take(state, update, workers, now);
      }
    }
    return false;
  }

  private boolean isFree(Set<String> workers, Complete update) {
    return !onePerWorker || !workers.contains(update.header().id().worker());
  }

  private boolean take(CohortState state, Complete update, Set<String> workers, long now) {
    if (!decide(state, update, now)) {
      return false;
    }
    state.waiting().remove(update.header().id());
    workers.add(update.header().id().worker());
    return true;
  }

  private static Set<String> workers(CohortState state) {
    Set<String> workers = new HashSet<>();
    state.participants().forEach(p -> workers.add(p.update().worker()));
    return workers;
  }

  /** Admits or rejects an update; false when it has to wait. */
  private boolean decide(CohortState state, Complete update, long now) {
    String refusal = refusal(state, update.header());
    if (!refusal.isEmpty()) {
      cohort.reject(state, update, refusal, now);
      return true;
    }
    return admit(state, update, now);
  }

  private boolean admit(CohortState state, Complete update, long now) {
    UpdateHeader header = update.header();
    Contribution contribution = header.contribution();
    if (rounds.late() == Late.CARRY) {
      contribution = based(contribution, state.version());
    }
    Worker worker = state.workers().get(contribution.worker());
    double weight = 1;
    double load = 0;
    if (linear != null) {
      try {
        weight = Weight.rounded(linear.weight(contribution, round(state), worker.history()));
      } catch (IllegalArgumentException e) {
        cohort.reject(state, update, header.id() + ": " + e.getMessage(), now);
        return true;
      }
      double limit = linear.grid().limit(weight);
      if (!(update.peak() < limit)) {
        cohort.reject(
            state,
            update,
            header.id()
                + " has a value of magnitude "
                + update.peak()
                + ", with weight "
                + weight
                + " it must be below "
                + limit
                + ": set the rule's 'magnitude' if it is honest",
            now);
        return true;
      }
      load = update.peak() / limit;
      if (!keeps && state.load() + load > MOST_LOAD && !state.participants().isEmpty()) {
        return false;
      }
      if (keeps && load > worker.load() && kept(state) - worker.load() + load > MOST_LOAD) {
        cohort.reject(
            state,
            update,
            header.id()
                + " does not fit the sums that keep the latest update of every worker: set the"
                + " rule's 'magnitude' higher if its values are honest",
            now);
        return true;
      }
    }
    enter(state, update, contribution, weight, load, now);
    state.load(state.load() + load);
    return true;
  }

  /** How full the latest updates of all workers make the sums at most. */
  private static double kept(CohortState state) {
    double load = 0;
    for (Worker worker : state.workers().values()) {
      load += worker.load();
    }
    return load;
  }

  private void enter(
      CohortState state,
      Complete update,
      Contribution contribution,
      double weight,
      double load,
      long now) {
    UpdateHeader header = update.header();
    if (state.participants().isEmpty()) {
      state.openedMillis(turns.begins(update, now));
      state.lastEventMillis(update.turnMillis());
    }
    state.lastEventMillis(Math.max(state.lastEventMillis(), update.turnMillis()));
    for (int f = 0; f < update.crcs().length; f++) {
      ChunkKey chunk = new ChunkKey(header.id(), f, update.crcs()[f]);
      int shard = shards.of(f, header.id().worker());
      sink.order(new Admit(header.key(), shard, chunk, contribution.payload(), weight));
    }
    state
        .participants()
        .add(
            new Participant(
                header.id(),
                header.contribution().baseVersion(),
                state.version() - header.contribution().baseVersion(),
                contribution.examples(),
                weight,
                update.norm(),
                contribution.payload() == Payload.MODEL));
    Worker worker = state.workers().get(contribution.worker());
    long cutoff = linear == null ? Long.MAX_VALUE : linear.cutoff();
    state
        .workers()
        .put(
            contribution.worker(),
            worker.took(
                worker.history().took(contribution, state.version(), cutoff),
                contribution.examples(),
                keeps ? load : 0));
    if (rounds.scheduled()) {
      Compass compass = new Compass(CompassSettings.STANDARD, state.compass());
      compass.returned(contribution.worker(), contribution.steps(), contribution.millis());
      state.compass(compass.state());
    }
  }

  private static Contribution based(Contribution c, long version) {
    return new Contribution(
        c.worker(),
        c.update(),
        version,
        c.examples(),
        c.steps(),
        c.learningRate(),
        c.millis(),
        c.payload());
  }

  private Round round(CohortState state) {
    long mostExamples = linear == null ? Long.MAX_VALUE : linear.mostExamples();
    long examples = 0;
    double returns = 0;
    for (Worker worker : state.workers().values()) {
      examples = saturated(examples, Math.min(mostExamples, worker.examples()));
      double mean = worker.history().meanReturnMillis();
      returns += mean > 0 ? 1 / mean : 0;
    }
    return new Round(
        state.version(),
        state.version(),
        Math.max(1, state.members()),
        examples,
        rounds.windowMillis(),
        returns);
  }

  /** The sum of two numbers that are not negative, or the largest there is. */
  private static long saturated(long one, long other) {
    return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
  }

  private Standing standing(CohortState state, long now, long watermark) {
    int live = 0;
    long silent = Long.MAX_VALUE;
    for (Worker worker : state.workers().values()) {
      long until = worker.seenMillis() + rounds.liveMillis();
      if (worker.member() && !worker.gone() && until > now) {
        live++;
        silent = Math.min(silent, until);
      }
    }
    return new Standing(
        state.participants().size(),
        workers(state).size(),
        live,
        state.openedMillis(),
        state.lastEventMillis(),
        now,
        watermark,
        silent == Long.MAX_VALUE ? silent : inStep(silent));
  }

  /** A little later, so that one timer serves all workers that fall silent at about that time. */
  private long inStep(long millis) {
    long grain = rounds.liveMillis() / TIMERS + 1;
    return Math.floorDiv(millis + grain - 1, grain) * grain;
  }

  private boolean close(CohortState state, String key, long now, long watermark) {
    if (state.participants().size() < leastUpdates) {
      return false;
    }
    if (!settings.trigger().fires(standing(state, now, watermark)) && !groupReady(state, now)) {
      return false;
    }
    Round round = round(state);
    for (int s = 0; s < shards.count(state.shape()); s++) {
      sink.order(new Close(key, s, round));
    }
    List<Participant> participants = new ArrayList<>(state.participants());
    participants.sort(Comparator.comparing(Participant::update));
    sink.summary(
        new RoundSummary(
            key,
            state.version() + 1,
            state.version(),
            state.shape(),
            gram,
            state.openedMillis(),
            now,
            state.members(),
            participants,
            state.refusals(),
            state.duplicates()));
    state.version(state.version() + 1);
    state.participants().clear();
    state.refusals().clear();
    state.duplicates(0);
    state.load(0);
    assign(state, key, participants, now);
    return true;
  }

  private boolean groupReady(CohortState state, long now) {
    if (!rounds.scheduled()) {
      return false;
    }
    Compass compass = new Compass(CompassSettings.STANDARD, state.compass());
    return !compass.due(now).isEmpty()
        || state.compass().groups().keySet().stream().anyMatch(compass::complete);
  }

  private void assign(CohortState state, String key, List<Participant> done, long now) {
    if (!rounds.scheduled()) {
      return;
    }
    Compass compass = new Compass(CompassSettings.STANDARD, state.compass());
    Set<Long> closed = new HashSet<>(compass.due(now));
    state.compass().groups().keySet().stream().filter(compass::complete).forEach(closed::add);
    closed.forEach(compass::close);
    for (Participant participant : done) {
      sink.task(
          new WorkerTask(key, state.version(), compass.assign(participant.update().worker(), now)));
    }
    state.compass(compass.state());
  }

  long dueMillis(CohortState state, long now, long watermark) {
    Standing standing = standing(state, now, watermark);
    if (state.participants().isEmpty()) {
      return turns.dueMillis(state, standing);
    }
    long due = settings.trigger().dueMillis(standing);
    for (Map.Entry<Long, Compass.Group> group : state.compass().groups().entrySet()) {
      due = Math.min(due, group.getValue().latestMillis());
    }
    return due;
  }

  long dueWatermark(CohortState state, long now, long watermark) {
    long due = turns.dueWatermark(state, watermark);
    if (state.participants().isEmpty()) {
      return due;
    }
    long end = settings.trigger().dueWatermark(standing(state, now, watermark));
    return end > watermark ? Math.min(due, end) : due;
  }
}
