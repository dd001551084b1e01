/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import io.millrace.models.aggregation.exact.Weight;
import io.millrace.models.aggregation.rule.Aggregator;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.rule.LinearRule;
import io.millrace.models.aggregation.rule.MomentsRule;
import io.millrace.models.aggregation.rule.Round;
import io.millrace.models.aggregation.transit.PublishEvent.Participant;
import io.millrace.models.aggregation.transit.ShardEvent.Admit;
import io.millrace.models.aggregation.transit.ShardEvent.ChunkKey;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.state.aggregation.CohortState;
import io.millrace.state.aggregation.CohortState.Complete;
import io.millrace.state.aggregation.CohortState.Worker;

/** Decides whether a complete update may take part in the round that is open, and lets it in. */
final class Admission {
  /** Sums have room for 2048 terms of the largest size; the rest is for what is rounded. */
  private static final double MOST_LOAD = 2000;

  private final AggregationSettings settings;
  private final AggregationSettings.Rounds rounds;
  private final Shards shards;
  private final LinearRule linear;
  private final boolean keeps;
  private final Turns turns;
  private final GroupSchedule schedule;
  private final Cohort cohort;
  private final CohortSink sink;

  Admission(
      AggregationSettings settings,
      Turns turns,
      GroupSchedule schedule,
      Cohort cohort,
      CohortSink sink) {
    this.settings = settings;
    this.turns = turns;
    this.schedule = schedule;
    this.cohort = cohort;
    this.sink = sink;
    rounds = settings.rounds();
    shards = settings.shards();
    linear = linear(settings.strategy().aggregator());
    keeps = linear != null && linear.memory() == LinearRule.Memory.LATEST_OF_EACH;
  }

  /** The rule that weighs updates, or null where updates are equal. */
  private static LinearRule linear(Aggregator aggregator) {
    if (aggregator instanceof LinearRule rule) {
      return rule;
    }
    return aggregator instanceof MomentsRule moments ? moments.mean() : null;
  }

  /** Whether sums keep the latest update of every worker, whenever it came. */
  boolean keepsLatest() {
    return keeps;
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

  /** Admits or rejects an update; false when it has to wait. */
  boolean decide(CohortState state, Complete update, long now) {
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
    Worker worker = state.fleet().get(contribution.worker());
    double weight = 1;
    double load = 0;
    if (linear != null) {
      try {
        weight = Weight.rounded(linear.weight(contribution, begun(state), worker.history()));
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
    for (Worker worker : state.fleet().workers().values()) {
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
    state.admit(
        new Participant(
            header.id(),
            header.contribution().baseVersion(),
            state.version() - header.contribution().baseVersion(),
            contribution.examples(),
            weight,
            update.norm(),
            contribution.payload() == Payload.MODEL));
    Worker worker = state.fleet().get(contribution.worker());
    long cutoff = linear == null ? Long.MAX_VALUE : linear.cutoff();
    state
        .fleet()
        .put(
            contribution.worker(),
            worker.took(
                worker.history().took(contribution, state.version(), cutoff),
                contribution.examples(),
                keeps ? load : 0));
    schedule.returned(state, contribution);
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

  private Round begun(CohortState state) {
    return Round.begun(state.version(), state.version(), rounds.windowMillis());
  }

  /** What a rule is told of a round that ends. */
  Round round(CohortState state) {
    long mostExamples = linear == null ? Long.MAX_VALUE : linear.mostExamples();
    long examples = 0;
    double returns = 0;
    for (Worker worker : state.fleet().workers().values()) {
      examples = saturated(examples, Math.min(mostExamples, worker.examples()));
      double mean = worker.history().meanReturnMillis();
      returns += mean > 0 ? 1 / mean : 0;
    }
    return new Round(
        state.version(),
        state.version(),
        Math.max(1, state.fleet().members()),
        examples,
        rounds.windowMillis(),
        returns);
  }

  /** The sum of two numbers that are not negative, or the largest there is. */
  private static long saturated(long one, long other) {
    return one > Long.MAX_VALUE - other ? Long.MAX_VALUE : one + other;
  }
}
