/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The scheduler of FedCompass (Li et al., "FedCompass: efficient cross-silo federated learning on
 * heterogeneous client devices", 2024, algorithms 1 to 3). It estimates the time per step of every
 * worker, and gives each as many steps as fit until a group of others is due; where no group fits,
 * a new one is planned so that members of an existing one can join it later.
 */
public final class Compass {
  private final CompassSettings settings;
  private final TreeMap<String, WorkerSpeed> workers = new TreeMap<>();
  private final TreeMap<Long, Group> groups = new TreeMap<>();
  private long nextGroup;

  /**
   * What is known of a worker.
   *
   * @param millisPerStep a moving mean
   * @param group it is out for, or -1
   * @param steps it was given
   */
  public record WorkerSpeed(double millisPerStep, long group, int steps) {}

  /** Workers that should return together. */
  public record Group(
      long expectedMillis, long latestMillis, List<String> members, List<String> arrived) {
    /** Copies the lists. */
    public Group {
      members = List.copyOf(members);
      arrived = List.copyOf(arrived);
    }
  }

  /** All there is to store. */
  public record State(Map<String, WorkerSpeed> workers, Map<Long, Group> groups, long nextGroup) {}

  /** Knows nobody. */
  public Compass(CompassSettings settings) {
    this.settings = settings;
  }

  /** Continues from a state. */
  public Compass(CompassSettings settings, State state) {
    this(settings);
    workers.putAll(state.workers());
    groups.putAll(state.groups());
    nextGroup = state.nextGroup();
  }

  /** A copy. */
  public State state() {
    return new State(new TreeMap<>(workers), new TreeMap<>(groups), nextGroup);
  }

  /**
   * Notes the return of a worker.
   *
   * @param steps it made
   * @param millis it took for them
   * @return the group it belongs to, or -1 for a first or late return, which is applied on its own
   *     or with the next group
   */
  public long returned(String worker, int steps, long millis) {
    double speed = Math.max(1e-3, (double) millis / Math.max(1, steps));
    WorkerSpeed before = workers.get(worker);
    double rate = settings.speedRate();
    double mean = before == null ? speed : (1 - rate) * before.millisPerStep() + rate * speed;
    long group = before == null ? -1 : before.group();
    workers.put(worker, new WorkerSpeed(mean, -1, 0));
    Group members = groups.get(group);
    if (members == null) {
      return -1;
    }
    List<String> arrived = new ArrayList<>(members.arrived());
    arrived.add(worker);
    groups.put(
        group,
        new Group(members.expectedMillis(), members.latestMillis(), members.members(), arrived));
    return group;
  }

  /** Whether all members of a group are back. */
  public boolean complete(long group) {
    Group members = groups.get(group);
    return members != null
        && new TreeSet<>(members.arrived()).equals(new TreeSet<>(members.members()));
  }

  /** Groups whose latest time has come. */
  public List<Long> due(long nowMillis) {
    List<Long> due = new ArrayList<>();
    groups.forEach(
        (id, group) -> {
          if (group.latestMillis() <= nowMillis) {
            due.add(id);
          }
        });
    return due;
  }

  /** Dissolves a group that is aggregated now; its missing members return late. */
  public List<String> close(long group) {
    Group members = groups.remove(group);
    if (members == null) {
      throw new IllegalArgumentException("there is no group " + group);
    }
    return members.arrived();
  }

  /**
   * Gives a returned worker its next steps.
   *
   * @throws IllegalArgumentException when the worker never returned anything
   */
  public Assignment assign(String worker, long nowMillis) {
    WorkerSpeed speed = workers.get(worker);
    if (speed == null) {
      throw new IllegalArgumentException(
          "worker '" + worker + "' has no speed yet: it must return once before it is assigned");
    }
    Assignment joined = join(worker, speed, nowMillis);
    return joined != null ? joined : found(worker, speed, nowMillis);
  }

  /** The group that allows the most steps, if any allows a number in range. */
  private Assignment join(String worker, WorkerSpeed speed, long now) {
    long best = -1;
    int most = 0;
    for (Map.Entry<Long, Group> entry : groups.entrySet()) {
      double steps = Math.floor((entry.getValue().expectedMillis() - now) / speed.millisPerStep());
      if (steps >= settings.fewestSteps() && steps <= settings.mostSteps() && steps > most) {
        most = (int) steps;
        best = entry.getKey();
      }
    }
    if (best < 0) {
      return null;
    }
    Group group = groups.get(best);
    List<String> members = new ArrayList<>(group.members());
    members.add(worker);
    groups.put(
        best, new Group(group.expectedMillis(), group.latestMillis(), members, group.arrived()));
    workers.put(worker, new WorkerSpeed(speed.millisPerStep(), best, most));
    return new Assignment(worker, most, best, group.expectedMillis(), group.latestMillis());
  }

  /** A new group, timed for when a present group would be back from its next, longest trip. */
  private Assignment found(String worker, WorkerSpeed speed, long now) {
    int steps = -1;
    for (Group group : groups.values()) {
      double fastest = Double.POSITIVE_INFINITY;
      for (String member : group.members()) {
        fastest = Math.min(fastest, workers.get(member).millisPerStep());
      }
      double back = group.latestMillis() + fastest * settings.mostSteps();
      double fit = Math.floor((back - now) / speed.millisPerStep());
      if (group.latestMillis() > now && fit <= settings.mostSteps()) {
        steps = Math.max(steps, (int) fit);
      }
    }
    if (steps < 0) {
      steps = settings.mostSteps();
    }
    steps = Math.max(settings.fewestSteps(), steps);
    double duration = steps * speed.millisPerStep();
    long id = nextGroup++;
    Group group =
        new Group(
            now + (long) Math.ceil(duration),
            now + (long) Math.ceil(settings.slack() * duration),
            List.of(worker),
            List.of());
    groups.put(id, group);
    workers.put(worker, new WorkerSpeed(speed.millisPerStep(), id, steps));
    return new Assignment(worker, steps, id, group.expectedMillis(), group.latestMillis());
  }
}
