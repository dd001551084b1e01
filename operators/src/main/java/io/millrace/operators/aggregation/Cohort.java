/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import io.millrace.models.aggregation.transit.CohortEvent.Heartbeat;
import io.millrace.models.aggregation.transit.CohortEvent.PartNotice;
import io.millrace.models.aggregation.transit.PublishEvent.Refusal;
import io.millrace.models.aggregation.transit.PublishEvent.RoundSummary;
import io.millrace.models.aggregation.transit.RejectedUpdate;
import io.millrace.models.aggregation.transit.ShardEvent.ChunkKey;
import io.millrace.models.aggregation.transit.ShardEvent.Drop;
import io.millrace.models.aggregation.transit.ShardEvent.Open;
import io.millrace.models.aggregation.transit.ShardEvent.Seed;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.aggregation.transit.UpdateId;
import io.millrace.models.origin.Origin;
import io.millrace.models.shape.Fragment;
import io.millrace.models.shape.ModelShape;
import io.millrace.state.aggregation.CohortState;
import io.millrace.state.aggregation.CohortState.Complete;
import io.millrace.state.aggregation.CohortState.Mark;
import io.millrace.state.aggregation.CohortState.Pending;
import io.millrace.state.aggregation.CohortState.Worker;
import io.millrace.state.aggregation.RecentUpdates;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Decides about the updates of one model: gathers notices until an update is complete, refuses what
 * must be refused, and hands the rest to {@link RoundDesk}. For every chunk that a notice told of
 * it gives exactly one order, so that nothing stays behind in a shard.
 */
final class Cohort {
  private static final int MOST_REFUSALS = 1000;

  private final AggregationSettings settings;
  private final Shards shards;
  private final CohortSink sink;
  private final Admission admission;
  private final RoundDesk desk;
  private final Turns turns;

  Cohort(AggregationSettings settings, CohortSink sink) {
    this.settings = settings;
    this.sink = sink;
    shards = settings.shards();
    turns = new Turns(settings);
    GroupSchedule schedule = new GroupSchedule(settings.rounds().scheduled(), sink);
    admission = new Admission(settings, turns, schedule, this, sink);
    desk = new RoundDesk(settings, turns, admission, schedule, sink);
  }

  /** Takes in a notice. */
  void accept(CohortState state, PartNotice notice, long now, long watermark) {
    UpdateHeader header = notice.header();
    Worker worker = state.fleet().get(header.contribution().worker());
    if (worker != null && worker.recent().contains(header.id().update())) {
      drop(notice);
      state.duplicates(state.duplicates() + 1);
      refuse(header, notice.origin(), header.id() + " came again: it was decided upon before");
      return;
    }
    Pending pending = state.pending().get(header.id());
    if (pending == null) {
      String reason = entry(state, notice);
      if (!reason.isEmpty()) {
        drop(notice);
        note(state, header, reason, now);
        if (notice.fault().isEmpty()) {
          // A faulty part was set aside where the fault was found.
          refuse(header, notice.origin(), reason);
        }
        return;
      }
      pending = new Pending(header, notice.origin(), now);
      state.pending().add(pending);
    }
    String fault = mark(state, pending, notice);
    if (!fault.isEmpty()) {
      condemn(state, pending, fault, now);
    } else if (pending.marks().size() == header.shape().fragments()) {
      complete(state, pending, now, watermark);
    }
    desk.advance(state, header.key(), now, watermark);
  }

  /** What can be said of an update when its first part comes. */
  private String entry(CohortState state, PartNotice notice) {
    if (!notice.fault().isEmpty()) {
      return notice.fault();
    }
    UpdateHeader header = notice.header();
    UpdateId id = header.id();
    if (header.contribution().baseVersion() > state.version()) {
      return id
          + " is based on version "
          + header.contribution().baseVersion()
          + ", the newest is "
          + state.version();
    }
    if (state.shape() != null && !state.shape().equals(header.shape())) {
      return differs(id, header.shape(), state.shape());
    }
    if (!state.fleet().contains(id.worker())
        && state.fleet().size() >= settings.bounds().mostWorkers()) {
      return id
          + " is of a new worker, and the model has "
          + state.fleet().size()
          + " already (millrace.aggregation.max-workers)";
    }
    int open = state.pending().of(id.worker());
    if (open >= settings.bounds().mostPending()) {
      return id
          + " begins while "
          + open
          + " others of its worker are incomplete (millrace.aggregation.max-pending)";
    }
    return admission.refusal(state, header);
  }

  private static String differs(UpdateId id, ModelShape shape, ModelShape known) {
    return id
        + " has "
        + shape.tensors().size()
        + " tensors and "
        + shape.values()
        + " values in a shape that is not the model's, which has "
        + known.tensors().size()
        + " and "
        + known.values();
  }

  /** Notes what a part holds; what cannot be noted is dropped. */
  private String mark(CohortState state, Pending pending, PartNotice notice) {
    String fault = notice.fault();
    if (fault.isEmpty() && !pending.header().equals(notice.header())) {
      drop(notice);
      return "parts of " + pending.header().id() + " disagree about it";
    }
    for (int i = 0; i < notice.fragments().length; i++) {
      int fragment = notice.fragments()[i];
      Mark before = pending.marks().get(fragment);
      if (before == null) {
        pending.marks().put(fragment, new Mark(notice.crcs()[i], notice.squares()[i]));
        continue;
      }
      drop(notice, i);
      if (before.crc() == notice.crcs()[i]) {
        state.duplicates(state.duplicates() + 1);
      } else {
        fault =
            pending.header().id()
                + " has two chunks for fragment "
                + fragment
                + " that differ: they overlap";
      }
    }
    pending.peak(notice.peak());
    return fault;
  }

  private void complete(CohortState state, Pending pending, long now, long watermark) {
    UpdateHeader header = pending.header();
    state.pending().remove(header.id());
    int[] crcs = new int[pending.marks().size()];
    double square = 0;
    for (Map.Entry<Integer, Mark> mark : pending.marks().entrySet()) {
      crcs[mark.getKey()] = mark.getValue().crc();
      square += mark.getValue().square();
    }
    double norm = Math.sqrt(square);
    long turn = turns.of(header, watermark);
    Complete update = new Complete(header, crcs, pending.peak(), norm, pending.origin(), turn, now);
    String fault = "";
    if (state.shape() != null && !state.shape().equals(header.shape())) {
      fault = differs(header.id(), header.shape(), state.shape());
    } else if (!(norm <= settings.bounds().mostNorm())) {
      fault =
          header.id()
              + " has length "
              + norm
              + ", at most "
              + settings.bounds().mostNorm()
              + " is allowed (millrace.aggregation.max-norm)";
    } else if (header.initial() && (state.seeded() || state.version() > 0)) {
      fault = header.id() + " brings initial parameters, but the model has some already";
    } else if (header.initial() && !state.participants().isEmpty()) {
      fault = header.id() + " brings initial parameters after the first round began";
    } else if (turns.tooLate(header, watermark)) {
      fault = header.id() + " is late: its window has ended";
    }
    if (!fault.isEmpty()) {
      reject(state, update, fault, now);
      return;
    }
    open(state, header);
    remember(state, header, !header.initial(), now);
    if (header.initial()) {
      seed(state, update, now);
    } else {
      state.waiting().put(header.id(), update);
    }
  }

  private void open(CohortState state, UpdateHeader header) {
    if (state.shape() != null) {
      return;
    }
    ModelShape shape = header.shape();
    state.shape(shape);
    List<Fragment> fragments = new ArrayList<>(shape.fragments());
    for (int f = 0; f < shape.fragments(); f++) {
      fragments.add(shape.fragment(f));
    }
    if (shards.layout() == Layout.WHOLE) {
      List<Long> tensors = shape.tensors().stream().map(t -> t.values()).toList();
      sink.order(new Open(header.key(), 0, 1, fragments, tensors));
    } else {
      for (int s = 0; s < shards.count(shape); s++) {
        List<Fragment> own = List.of(fragments.get(shards.total(s)));
        sink.order(new Open(header.key(), s, fragments.size(), own, List.of()));
      }
    }
  }

  private void seed(CohortState state, Complete update, long now) {
    state.seeded(true);
    UpdateHeader header = update.header();
    for (int f = 0; f < update.crcs().length; f++) {
      ChunkKey chunk = new ChunkKey(header.id(), f, update.crcs()[f]);
      sink.order(new Seed(header.key(), shards.of(f, header.id().worker()), chunk));
    }
    sink.summary(
        new RoundSummary(
            header.key(),
            0,
            -1,
            state.shape(),
            false,
            now,
            now,
            state.fleet().members(),
            List.of(),
            List.of(),
            0));
  }

  /** Refuses an update of which parts are here. */
  private void condemn(CohortState state, Pending pending, String reason, long now) {
    UpdateHeader header = pending.header();
    state.pending().remove(header.id());
    pending.marks().forEach((fragment, mark) -> drop(header, fragment, mark.crc()));
    reject(state, header, pending.origin(), reason, now);
  }

  /** Refuses a complete update. */
  void reject(CohortState state, Complete update, String reason, long now) {
    for (int f = 0; f < update.crcs().length; f++) {
      drop(update.header(), f, update.crcs()[f]);
    }
    reject(state, update.header(), update.origin(), reason, now);
  }

  private void reject(
      CohortState state, UpdateHeader header, Origin origin, String reason, long now) {
    note(state, header, reason, now);
    refuse(header, origin, reason);
  }

  private void note(CohortState state, UpdateHeader header, String reason, long now) {
    if (state.refusals().size() < MOST_REFUSALS) {
      state.refusals().add(new Refusal(header.id(), reason));
    }
    if (state.fleet().size() < settings.bounds().mostWorkers()
        || state.fleet().contains(header.id().worker())) {
      remember(state, header, false, now);
    }
  }

  private void refuse(UpdateHeader header, Origin origin, String reason) {
    sink.rejected(new RejectedUpdate(header, reason, origin));
  }

  /** Whoever sends again what was decided upon is found out. */
  private void remember(CohortState state, UpdateHeader header, boolean member, long now) {
    String name = header.contribution().worker();
    Worker before = known(state, name);
    RecentUpdates recent =
        before.recent().with(header.id().update(), settings.bounds().remembered());
    Worker worker = before.seen(now, false).remembering(recent);
    state.fleet().put(name, member ? worker.joined() : worker);
  }

  private static Worker known(CohortState state, String name) {
    Worker known = state.fleet().get(name);
    return known == null ? Worker.unknown(state.version()) : known;
  }

  private void drop(PartNotice notice) {
    for (int i = 0; i < notice.fragments().length; i++) {
      drop(notice, i);
    }
  }

  private void drop(PartNotice notice, int index) {
    drop(notice.header(), notice.fragments()[index], notice.crcs()[index]);
  }

  private void drop(UpdateHeader header, int fragment, int crc) {
    ChunkKey chunk = new ChunkKey(header.id(), fragment, crc);
    sink.order(new Drop(header.key(), shards.of(fragment, header.id().worker()), chunk));
  }

  /** Takes in a sign of life. */
  void accept(CohortState state, Heartbeat beat, long now, long watermark) {
    if (!state.fleet().contains(beat.worker())
        && state.fleet().size() >= settings.bounds().mostWorkers()) {
      return;
    }
    Worker worker = known(state, beat.worker()).seen(now, beat.leaving()).joined();
    state.fleet().put(beat.worker(), worker);
    desk.advance(state, beat.key(), now, watermark);
  }

  /** Does what time alone brings about. */
  void advance(CohortState state, String key, long now, long watermark) {
    List<Pending> overdue =
        state.pending().all().stream()
            .filter(p -> p.firstMillis() + settings.bounds().pendingMillis() <= now)
            .toList();
    for (Pending pending : overdue) {
      ModelShape shape = pending.header().shape();
      int missing = 0;
      while (pending.marks().containsKey(missing)) {
        missing++;
      }
      condemn(
          state,
          pending,
          pending.header().id()
              + " lacks "
              + (shape.fragments() - pending.marks().size())
              + " of its "
              + shape.fragments()
              + " chunks, the first of them for fragment "
              + missing
              + ": they did not come in time (millrace.aggregation.pending-timeout)",
          now);
    }
    desk.advance(state, key, now, watermark);
  }

  /** The next processing time at which {@link #advance} has something to do. */
  long dueMillis(CohortState state, long now, long watermark) {
    long due = desk.dueMillis(state, now, watermark);
    if (!state.pending().all().isEmpty()) {
      Pending first = state.pending().all().iterator().next();
      due = Math.min(due, first.firstMillis() + settings.bounds().pendingMillis());
    }
    return due;
  }

  /** The next watermark at which {@link #advance} has something to do. */
  long dueWatermark(CohortState state, long now, long watermark) {
    return desk.dueWatermark(state, now, watermark);
  }
}
