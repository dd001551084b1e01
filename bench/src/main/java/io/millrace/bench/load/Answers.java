/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.jobs.cluster.ClusterException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** How far the jobs are, as readers of their output see it. */
public final class Answers implements AutoCloseable {
  /** Without a further answer for so long, no more will come. */
  private static final Duration SILENCE = Duration.ofMinutes(3);

  private static final long LOOK_MILLIS = 50;

  private final List<Progress> progress = new ArrayList<>();

  /**
   * @param run the end of a job's topics
   */
  public Answers(
      KafkaConnection connection, List<Subject> subjects, Function<Subject, String> run) {
    for (Subject subject : subjects) {
      progress.add(new Progress(connection, subject, run.apply(subject)));
    }
  }

  /**
   * Answers so far, by job.
   *
   * @throws IllegalStateException when those of a job cannot be read any more
   */
  public long[] now() {
    return progress.stream().mapToLong(Progress::answers).toArray();
  }

  /**
   * Waits for as many.
   *
   * @param look called now and then
   * @return whether they came; not when nothing more does
   * @throws ClusterException when nobody wants to wait any more
   * @throws IllegalStateException when those of a job cannot be read any more
   */
  public boolean await(long[] targets, BooleanSupplier wanted, Runnable look) {
    long[] before = now();
    long heard = System.nanoTime();
    while (!reached(targets)) {
      pause(wanted);
      look.run();
      long[] now = now();
      if (!Arrays.equals(now, before)) {
        before = now;
        heard = System.nanoTime();
      } else if (System.nanoTime() - heard > SILENCE.toNanos()) {
        return false;
      }
    }
    return true;
  }

  /** Whether all jobs have as many. */
  public boolean reached(long[] targets) {
    long[] now = now();
    for (int i = 0; i < targets.length; i++) {
      if (now[i] < targets[i]) {
        return false;
      }
    }
    return true;
  }

  /** Waits a moment. */
  public static void pause(BooleanSupplier wanted) {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!wanted.getAsBoolean() || Thread.currentThread().isInterrupted()) {
      throw new ClusterException("broken off");
    }
  }

  @Override
  public void close() {
    progress.forEach(Progress::close);
  }
}
