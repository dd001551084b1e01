/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.timing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Measures contestants in turns, A B C A B C, in the calling thread: each turn is a number of calls
 * that fills a slice of time.
 */
public final class Interleaving {
  private final Rhythm rhythm;
  private final LongSupplier nanos;

  public Interleaving(Rhythm rhythm) {
    this(rhythm, System::nanoTime);
  }

  /**
   * @param nanos the clock
   */
  Interleaving(Rhythm rhythm, LongSupplier nanos) {
    this.rhythm = rhythm;
    this.nanos = nanos;
  }

  /**
   * Runs them.
   *
   * @return per contestant's name, in the order given, the nanoseconds that a call took in each
   *     round; entry i of all of them comes from the same round
   */
  public Map<String, double[]> measure(List<Contestant> contestants) {
    int[] calls = warmUp(contestants);
    double[][] results = new double[contestants.size()][rhythm.mostRounds()];
    long end = nanos.getAsLong() + rhythm.budget().toNanos();
    int rounds = 0;
    while (rounds < rhythm.mostRounds()
        && (rounds < rhythm.leastRounds() || nanos.getAsLong() < end)) {
      for (int c = 0; c < calls.length; c++) {
        results[c][rounds] = turn(contestants.get(c), calls[c]) / (double) calls[c];
      }
      rounds++;
    }
    Map<String, double[]> named = new LinkedHashMap<>();
    for (int c = 0; c < calls.length; c++) {
      if (named.put(contestants.get(c).name(), Arrays.copyOf(results[c], rounds)) != null) {
        throw new IllegalArgumentException(
            "two contestants are named '" + contestants.get(c).name() + "': give each its name");
      }
    }
    return named;
  }

  /**
   * Lets each run until it has had its time, in turns of growing length, because code that is not
   * compiled yet takes longer.
   *
   * @return how many calls of each fill a slice
   */
  private int[] warmUp(List<Contestant> contestants) {
    int[] calls = new int[contestants.size()];
    long[] spent = new long[contestants.size()];
    Arrays.fill(calls, 1);
    List<Integer> cold = new ArrayList<>();
    for (int c = 0; c < calls.length; c++) {
      cold.add(c);
    }
    while (!cold.isEmpty()) {
      for (int c : cold) {
        long time = turn(contestants.get(c), calls[c]);
        spent[c] += time;
        calls[c] = refit(calls[c], time);
      }
      cold.removeIf(c -> spent[c] >= rhythm.warmUp().toNanos());
    }
    return calls;
  }

  /** How many calls fill a slice, when so many took that time; at most tenfold at once. */
  private int refit(int calls, long time) {
    double fitting = rhythm.slice().toNanos() / Math.max(1.0, time / (double) calls);
    return (int) Math.max(1, Math.min(Math.ceil(fitting), 10.0 * calls));
  }

  private long turn(Contestant contestant, int calls) {
    Runnable call = contestant.call();
    long begin = nanos.getAsLong();
    for (int i = 0; i < calls; i++) {
      call.run();
    }
    return Math.max(1, nanos.getAsLong() - begin);
  }
}
