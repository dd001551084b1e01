/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import io.millrace.bench.chaos.ChaosReport.Skipped;
import io.millrace.bench.load.Answers;
import io.millrace.bench.load.Sender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Follows a plan of faults by the clock, and how the jobs come out of each. */
final class Schedule {
  /** By then Java has compiled what it will, more or less. */
  private static final double STEADY = FaultPlan.QUIET.toSeconds() / 2.0;

  private final List<Sender> senders;
  private final Answers answers;
  private final List<Injector> injectors;
  private final Consumer<String> notes;
  private final BooleanSupplier wanted;
  private final Recoveries recoveries = new Recoveries();
  private final List<Skipped> skipped = new ArrayList<>();
  private final List<Fault> lasting = new ArrayList<>();
  private long[] steadyTargets;
  private Double undisturbed;
  private long begin;

  /**
   * @param senders by job, not started yet
   */
  Schedule(
      List<Sender> senders,
      Answers answers,
      List<Injector> injectors,
      Consumer<String> notes,
      BooleanSupplier wanted) {
    this.senders = senders;
    this.answers = answers;
    this.injectors = injectors;
    this.notes = notes;
    this.wanted = wanted;
  }

  /** Follows the plan until all was sent and answered, or nothing more comes. */
  void follow(List<Fault> plan, Duration length) {
    begin = System.nanoTime();
    senders.forEach(Sender::start);
    List<Fault> coming = new ArrayList<>(plan);
    try {
      while (!(senders.stream().allMatch(Sender::isDone)
          && coming.isEmpty()
          && lasting.isEmpty()
          && now() > length.toSeconds())) {
        Answers.pause(wanted);
        while (!coming.isEmpty() && seconds(coming.get(0).at()) <= now()) {
          begin(coming.remove(0));
        }
        endThoseThatAreOver();
        look();
      }
    } finally {
      lasting.forEach(fault -> injectors.forEach(injector -> injector.end(fault)));
    }
    boolean complete = answers.await(due(), wanted, this::look);
    look();
    if (!complete) {
      notes.accept("no further answers come, and some are missing");
    }
  }

  private void begin(Fault fault) {
    try {
      if (!fault.kind().isInput()) {
        injector(fault.kind()).begin(fault);
      }
      recoveries.began(fault, now());
      lasting.add(fault);
      notes.accept(
          String.format(
              Locale.ROOT,
              "%4.0f s: %s%s",
              now(),
              fault.kind(),
              fault.lasting().isZero()
                  ? ""
                  : String.format(Locale.ROOT, " for %.1f s", seconds(fault.lasting()))));
    } catch (SkippedException e) {
      skipped.add(new Skipped(fault.kind(), e.getMessage()));
      notes.accept(fault.kind() + " is skipped: " + e.getMessage());
    }
  }

  private Injector injector(FaultKind kind) {
    return injectors.stream().filter(each -> each.handles(kind)).findFirst().orElseThrow();
  }

  private void endThoseThatAreOver() {
    for (Iterator<Fault> each = lasting.iterator(); each.hasNext(); ) {
      Fault fault = each.next();
      if (seconds(fault.end()) <= now()) {
        each.remove();
        if (!fault.kind().isInput()) {
          injector(fault.kind()).end(fault);
        }
        recoveries.ended(fault, now(), due());
      }
    }
  }

  private void look() {
    recoveries.look(now(), answers.now());
    if (steadyTargets == null && now() > STEADY) {
      steadyTargets = due();
    } else if (steadyTargets != null && undisturbed == null && answers.reached(steadyTargets)) {
      undisturbed = Math.round(10 * (now() - STEADY)) / 10.0;
    }
  }

  /** Answers that are due to all that was sent until now. */
  private long[] due() {
    return senders.stream().mapToLong(Sender::due).toArray();
  }

  List<ChaosReport.Recovery> recoveries() {
    return recoveries.list();
  }

  /** Faults that could not be. */
  List<Skipped> skipped() {
    return List.copyOf(skipped);
  }

  /** Seconds that an answer takes before the first fault; null where it came later. */
  Double undisturbed() {
    return undisturbed;
  }

  private double now() {
    return (System.nanoTime() - begin) / 1e9;
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }
}
