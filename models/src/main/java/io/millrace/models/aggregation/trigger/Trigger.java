/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.trigger;

import java.util.List;

/** A condition under which a round ends. It is asked only of rounds that have an update. */
public sealed interface Trigger extends java.io.Serializable {
  /** Whether the round ends now. */
  boolean fires(Standing standing);

  /** The next processing time at which it may fire by itself; {@link Long#MAX_VALUE} for never. */
  default long dueMillis(Standing standing) {
    return Long.MAX_VALUE;
  }

  /** The next watermark at which it may fire by itself; {@link Long#MAX_VALUE} for never. */
  default long dueWatermark(Standing standing) {
    return Long.MAX_VALUE;
  }

  /** The length of the event-time windows that updates must be sorted into, or 0. */
  default long windowMillis() {
    return 0;
  }

  /** The shortest stretch of event time without an update that tells updates apart, or 0. */
  default long sessionMillis() {
    return 0;
  }

  /** So many updates. */
  record Count(int updates) implements Trigger {
    /** Checks the range. */
    public Count {
      require("count", updates);
    }

    @Override
    public boolean fires(Standing standing) {
      return standing.updates() >= updates;
    }
  }

  /**
   * A share of the workers that are known and not gone.
   *
   * @param share above 0, at most 1
   */
  record Quorum(double share) implements Trigger {
    /** Checks the range. */
    public Quorum {
      if (!(share > 0 && share <= 1)) {
        throw new IllegalArgumentException(
            "quorum(" + share + "): the share must be above 0 and at most 1");
      }
    }

    @Override
    public boolean fires(Standing standing) {
      return standing.workers() >= Math.ceil(share * standing.liveWorkers());
    }

    @Override
    public long dueMillis(Standing standing) {
      return standing.silentMillis();
    }
  }

  /** The end of an event-time window that begins at a multiple of its length. */
  record Window(long millis) implements Trigger {
    /** Checks the range. */
    public Window {
      require("window", millis);
    }

    private long end(Standing standing) {
      return EventTimeCut.windowEnd(standing.lastEventMillis(), millis);
    }

    @Override
    public boolean fires(Standing standing) {
      return standing.watermark() >= end(standing);
    }

    @Override
    public long dueWatermark(Standing standing) {
      return end(standing);
    }

    @Override
    public long windowMillis() {
      return millis;
    }
  }

  /** So much event time without an update. */
  record Session(long millis) implements Trigger {
    /** Checks the range. */
    public Session {
      require("session", millis);
    }

    @Override
    public boolean fires(Standing standing) {
      return standing.watermark() >= standing.lastEventMillis() + millis;
    }

    @Override
    public long dueWatermark(Standing standing) {
      return standing.lastEventMillis() + millis;
    }

    @Override
    public long sessionMillis() {
      return millis;
    }
  }

  /** So much processing time after the first update. */
  record Deadline(long millis) implements Trigger {
    /** Checks the range. */
    public Deadline {
      require("deadline", millis);
    }

    @Override
    public boolean fires(Standing standing) {
      return standing.nowMillis() - standing.openedMillis() >= millis;
    }

    @Override
    public long dueMillis(Standing standing) {
      return standing.openedMillis() + millis;
    }
  }

  /** All of them at once. */
  record All(List<Trigger> parts) implements Trigger {
    /** Copies the list. */
    public All {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean fires(Standing standing) {
      return parts.stream().allMatch(part -> part.fires(standing));
    }

    @Override
    public long dueMillis(Standing standing) {
      return Triggers.next(parts, standing, Trigger::dueMillis, standing.nowMillis());
    }

    @Override
    public long dueWatermark(Standing standing) {
      return Triggers.next(parts, standing, Trigger::dueWatermark, standing.watermark());
    }

    @Override
    public long windowMillis() {
      return Triggers.window(parts);
    }

    @Override
    public long sessionMillis() {
      return Triggers.session(parts);
    }
  }

  /** Any of them. */
  record Any(List<Trigger> parts) implements Trigger {
    /** Copies the list. */
    public Any {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean fires(Standing standing) {
      return parts.stream().anyMatch(part -> part.fires(standing));
    }

    @Override
    public long dueMillis(Standing standing) {
      return Triggers.next(parts, standing, Trigger::dueMillis, standing.nowMillis());
    }

    @Override
    public long dueWatermark(Standing standing) {
      return Triggers.next(parts, standing, Trigger::dueWatermark, standing.watermark());
    }

    @Override
    public long windowMillis() {
      return Triggers.window(parts);
    }

    @Override
    public long sessionMillis() {
      return Triggers.session(parts);
    }
  }

  private static void require(String name, long value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + "(" + value + "): must be 1 or more");
    }
  }
}
