/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

import io.millrace.models.aggregation.rule.WorkerHistory;
import io.millrace.models.aggregation.schedule.Compass;
import io.millrace.models.aggregation.transit.PublishEvent.Participant;
import io.millrace.models.aggregation.transit.PublishEvent.Refusal;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.aggregation.transit.UpdateId;
import io.millrace.models.origin.Origin;
import io.millrace.models.shape.ModelShape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a model and its fleet stand: who is known, what has arrived in part, who is in the present
 * round. No parameters: a few hundred bytes per worker and 20 per fragment of an update under way.
 * Lives on the heap of one subtask and is changed in place.
 */
public final class CohortState {
  private ModelShape shape;
  private boolean seeded;
  private long version;
  private final Fleet fleet = new Fleet();
  private final PendingUpdates pending = new PendingUpdates();
  private final TreeMap<UpdateId, Complete> waiting = new TreeMap<>();
  private final List<Participant> participants = new ArrayList<>();
  private final Set<String> participating = new HashSet<>();
  private final List<Refusal> refusals = new ArrayList<>();
  private long duplicates;
  private long openedMillis;
  private long lastEventMillis;
  private double load;
  private Compass.State compass = new Compass.State(Map.of(), Map.of(), 0);

  /**
   * What is known of a worker.
   *
   * @param seenMillis when something came of it last, processing time
   * @param gone whether it took its leave
   * @param member whether it ever took part or reported; others were only ever refused
   * @param examples of its last update
   * @param load how full its last update makes sums that keep it at most, in terms of the largest
   *     allowed size: 0 to 1
   * @param recent its last updates
   */
  public record Worker(
      WorkerHistory history,
      long seenMillis,
      boolean gone,
      boolean member,
      long examples,
      double load,
      RecentUpdates recent) {
    /** One that becomes known in a round. */
    public static Worker unknown(long round) {
      return new Worker(WorkerHistory.unknown(round), 0, false, false, 0, 0, RecentUpdates.NONE);
    }

    /** When something has come of it. */
    public Worker seen(long millis, boolean leaving) {
      return new Worker(history, millis, leaving, member, examples, load, recent);
    }

    /** As one that takes part. */
    public Worker joined() {
      return new Worker(history, seenMillis, gone, true, examples, load, recent);
    }

    /** When an update was decided upon. */
    public Worker remembering(RecentUpdates newest) {
      return new Worker(history, seenMillis, gone, member, examples, load, newest);
    }

    /** When an update was admitted. */
    public Worker took(WorkerHistory newest, long claimed, double filled) {
      return new Worker(newest, seenMillis, gone, true, claimed, filled, recent);
    }
  }

  /** A fragment that has arrived: its checksum and sum of squares. */
  public record Mark(int crc, double square) {}

  /** An update that is not complete. */
  public static final class Pending {
    private final UpdateHeader header;
    private final Origin origin;
    private final long firstMillis;
    private final TreeMap<Integer, Mark> marks = new TreeMap<>();
    private float peak;

    /** Nothing of it yet. */
    public Pending(UpdateHeader header, Origin origin, long firstMillis) {
      this.header = header;
      this.origin = origin;
      this.firstMillis = firstMillis;
    }

    public UpdateHeader header() {
      return header;
    }

    /** Where its first part was read. */
    public Origin origin() {
      return origin;
    }

    /** When its first part came, processing time. */
    public long firstMillis() {
      return firstMillis;
    }

    /** What has arrived, by fragment; live. */
    public SortedMap<Integer, Mark> marks() {
      return marks;
    }

    /** The largest magnitude so far. */
    public float peak() {
      return peak;
    }

    public void peak(float value) {
      peak = Math.max(peak, value);
    }
  }

  /**
   * A complete update that waits for its round.
   *
   * @param crcs by fragment
   * @param norm Euclidean length
   * @param turnMillis the event time it counts at: its own, unless it came too late for that
   * @param sinceMillis when it was complete, processing time
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Complete(
      UpdateHeader header,
      int[] crcs,
      float peak,
      double norm,
      Origin origin,
      long turnMillis,
      long sinceMillis) {}

  /** Null until an update said it. */
  public ModelShape shape() {
    return shape;
  }

  public void shape(ModelShape value) {
    shape = value;
  }

  /** Whether the parameters to begin with came. */
  public boolean seeded() {
    return seeded;
  }

  public void seeded(boolean value) {
    seeded = value;
  }

  /** The version that rounds so far have made; also the number of the present round. */
  public long version() {
    return version;
  }

  public void version(long value) {
    version = value;
  }

  /** Who is known; live. */
  public Fleet fleet() {
    return fleet;
  }

  /** Live. */
  public PendingUpdates pending() {
    return pending;
  }

  /** Live. */
  public SortedMap<UpdateId, Complete> waiting() {
    return waiting;
  }

  /** Of the present round, in the order they were admitted. */
  public List<Participant> participants() {
    return Collections.unmodifiableList(participants);
  }

  /** Lets an update into the present round. */
  public void admit(Participant participant) {
    participants.add(participant);
    participating.add(participant.update().worker());
  }

  /** How many workers have an update in the present round. */
  public int participating() {
    return participating.size();
  }

  /** Whether a worker has an update in the present round. */
  public boolean participates(String worker) {
    return participating.contains(worker);
  }

  /** Begins the next round, which has nothing yet. */
  public void beginRound() {
    version++;
    participants.clear();
    participating.clear();
    refusals.clear();
    duplicates = 0;
    load = 0;
  }

  /** While the present round is open; live. */
  public List<Refusal> refusals() {
    return refusals;
  }

  /** Parts that came again while the present round is open. */
  public long duplicates() {
    return duplicates;
  }

  public void duplicates(long value) {
    duplicates = value;
  }

  /** When the present round began, processing time. */
  public long openedMillis() {
    return openedMillis;
  }

  public void openedMillis(long value) {
    openedMillis = value;
  }

  /** The latest turn of the present round. */
  public long lastEventMillis() {
    return lastEventMillis;
  }

  public void lastEventMillis(long value) {
    lastEventMillis = value;
  }

  /** How full the present round makes the sums at most, in terms of the largest allowed size. */
  public double load() {
    return load;
  }

  public void load(double value) {
    load = value;
  }

  public Compass.State compass() {
    return compass;
  }

  public void compass(Compass.State value) {
    compass = value;
  }

  /** Heap bytes, roughly. */
  public long bytes() {
    long bytes = 512 + fleet.bytes() + pending.bytes();
    for (Complete update : waiting.values()) {
      bytes += 500 + 4L * update.crcs().length;
    }
    return bytes + 150L * participants.size() + 300L * refusals.size();
  }
}
