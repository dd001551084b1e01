/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.timing;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Measures contestants in turns, A B C A B C, in the calling thread: each turn is a number of calls
 * that fills a slice of time.
 *
 * <p>Time is the calling thread's processor time. On a machine to itself that is the time that
 * passes; on a shared one it leaves out what others took. Contestants that compute in other threads
 * cannot be measured.
 */
public final class Interleaving {
  /** Warming up may take so many times what was asked for, as long as things get faster. */
  private static final int PATIENCE = 8;

  /** A turn that takes less than this share of the best before has become faster. */
  private static final double BETTER = 0.95;

  private final Rhythm rhythm;
  private final LongSupplier nanos;
  private final LongSupplier compilation;

  public Interleaving(Rhythm rhythm) {
    this(rhythm, threadTime(), compilationTime());
  }

  /**
   * @param nanos the clock
   * @param compilation a figure that changes whenever code was compiled
   */
  Interleaving(Rhythm rhythm, LongSupplier nanos, LongSupplier compilation) {
    this.rhythm = rhythm;
    this.nanos = nanos;
    this.compilation = compilation;
  }

  private static LongSupplier threadTime() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    return threads.isCurrentThreadCpuTimeSupported()
        ? threads::getCurrentThreadCpuTime
        : System::nanoTime;
  }

  private static LongSupplier compilationTime() {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    boolean told = compiler != null && compiler.isCompilationTimeMonitoringSupported();
    return told ? compiler::getTotalCompilationTime : () -> 0;
  }

  /**
   * Runs them.
   *
   * @return per contestant's name, in the order given, the nanoseconds that a call took in each
   *     round; entry i of all of them comes from the same round
   */
  public Map<String, double[]> measure(List<Contestant> contestants) {
    Map<String, double[]> results = new LinkedHashMap<>();
    for (Contestant contestant : contestants) {
      if (results.put(contestant.name(), new double[rhythm.mostRounds()]) != null) {
        throw new IllegalArgumentException(
            "two contestants are named '" + contestant.name() + "': give each its name");
      }
    }
    int[] calls = warmUp(contestants);
    long end = nanos.getAsLong() + rhythm.budget().toNanos();
    int rounds = 0;
    while (rounds < rhythm.mostRounds()
        && (rounds < rhythm.leastRounds() || nanos.getAsLong() < end)) {
      for (int c = 0; c < calls.length; c++) {
        Contestant contestant = contestants.get(c);
        results.get(contestant.name())[rounds] = turn(contestant, calls[c]) / (double) calls[c];
      }
      rounds++;
    }
    int measured = rounds;
    results.replaceAll((name, times) -> Arrays.copyOf(times, measured));
    return results;
  }

  /**
   * Lets each run until it has had its time without becoming faster, and nothing was compiled in
   * the last turns.
   *
   * @return how many calls of each fill a slice
   */
  private int[] warmUp(List<Contestant> contestants) {
    int[] calls = new int[contestants.size()];
    long[] spent = new long[contestants.size()];
    long[] improved = new long[contestants.size()];
    double[] best = new double[contestants.size()];
    Arrays.fill(calls, 1);
    Arrays.fill(best, Double.POSITIVE_INFINITY);
    long wanted = rhythm.warmUp().toNanos();
    boolean cold = true;
    while (cold) {
      long compiled = compilation.getAsLong();
      cold = false;
      for (int c = 0; c < calls.length; c++) {
        long time = turn(contestants.get(c), calls[c]);
        spent[c] += time;
        double each = time / (double) calls[c];
        if (each < BETTER * best[c]) {
          improved[c] = spent[c];
        }
        best[c] = Math.min(best[c], each);
        calls[c] = refit(calls[c], time);
        cold |= spent[c] - improved[c] < wanted && spent[c] < PATIENCE * wanted;
      }
      cold |= compilation.getAsLong() != compiled && spent[0] < PATIENCE * wanted;
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
