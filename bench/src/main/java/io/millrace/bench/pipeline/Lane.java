/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.jobs.embedded.EmbeddedFlink;
import io.millrace.jobs.embedded.EmbeddedJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * A job that runs in its turns. Checkpoints are due by the time that it ran: a clock that goes on
 * while others have their turn would let it take too many.
 */
final class Lane implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration STEADY = Duration.ofMillis(500);
  private static final int ATTEMPTS = 8;
  private static final long QUIET_MILLIS = 150;
  private static final long GLANCE_MILLIS = 5;
  private static final long TRICKLE_MILLIS = 20;

  private final Turnstile turnstile;
  private final EmbeddedJob job;
  private final Cost cost = new Cost();
  private final long checkpointNanos;
  private long sinceCheckpoint;
  private int checkpoints;

  /**
   * @param name of the turnstile that the graph's functions know
   * @param checkpoints time that the job runs between two checkpoints
   */
  Lane(String name, EmbeddedFlink flink, StreamGraph graph, Duration checkpoints) {
    this(name, flink.submit(graph), checkpoints);
  }

  /**
   * @param job that was submitted and may not run yet
   */
  Lane(String name, EmbeddedJob job, Duration checkpoints) {
    this.checkpointNanos = checkpoints.toNanos();
    // The first is due after half the time, so that short runs have their share of them, too.
    this.sinceCheckpoint = checkpointNanos / 2;
    this.turnstile = Turnstile.of(name);
    this.job = job;
    job.awaitRunning(START);
  }

  Cost cost() {
    return cost;
  }

  /** Events that were completed in all. */
  long arrived() {
    return turnstile.arrived();
  }

  /** How many were taken in the turns. */
  int checkpoints() {
    return checkpoints;
  }

  /**
   * Runs until so many events were completed in all, and writes what they left, so that no turn
   * pays for it.
   */
  void warmUp(long events) throws InterruptedException {
    turnstile.open();
    while (turnstile.arrived() < events) {
      requireRunning();
      Thread.sleep(10);
    }
    job.awaitSteady(STEADY);
    job.checkpoint();
    turnstile.shut();
    drain();
  }

  /** Runs until so many more events were completed, or wait for event time to pass them. */
  void pass(long events) throws InterruptedException {
    turnstile.open(events);
    while (!turnstile.spent()) {
      requireRunning();
      Thread.sleep(GLANCE_MILLIS);
    }
    drain();
    turnstile.shut();
  }

  EmbeddedJob job() {
    return job;
  }

  /**
   * Does something that needs barriers to come through, which they do between two events: some pass
   * meanwhile.
   */
  <T> T trickle(Callable<T> work) throws Exception {
    FutureTask<T> task = new FutureTask<>(work);
    Thread worker = new Thread(task, "trickle");
    worker.start();
    while (worker.isAlive()) {
      turnstile.open(1);
      worker.join(TRICKLE_MILLIS);
    }
    turnstile.shut();
    return task.get();
  }

  /**
   * Takes a checkpoint between two turns. Tasks that have just begun, or end because they have
   * nothing to say, may decline it a few times.
   */
  EmbeddedJob.Checkpoint checkpoint() throws Exception {
    for (int attempt = 1; ; attempt++) {
      job.awaitSteady(STEADY);
      try {
        return trickle(job::measuredCheckpoint);
      } catch (ExecutionException e) {
        requireRunning();
        if (attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * One turn, until the last event that it let pass has arrived: what is on its way counts with its
   * time. Longer when a checkpoint is due and takes longer, so that all of it counts.
   */
  void run(Duration length) throws Exception {
    Turn turn =
        Turn.watch(
            turnstile::arrived,
            () -> {
              turnstile.open();
              long end = System.nanoTime() + length.toNanos();
              if (sinceCheckpoint + length.toNanos() >= checkpointNanos) {
                sinceCheckpoint = -length.toNanos();
                checkpoints++;
                job.checkpoint();
              }
              Thread.sleep(Math.max(0, (end - System.nanoTime()) / 1_000_000));
              turnstile.shut();
              return drain();
            });
    sinceCheckpoint += turn.nanos();
    cost.add(turn);
    requireRunning();
  }

  /**
   * Waits until nothing is under way any more.
   *
   * @return when the last event arrived, by the clock of {@link System#nanoTime}
   */
  private long drain() throws InterruptedException {
    long last = System.nanoTime();
    long before = turnstile.arrived();
    while (System.nanoTime() - last < QUIET_MILLIS * 1_000_000) {
      Thread.sleep(GLANCE_MILLIS);
      if (turnstile.arrived() != before) {
        before = turnstile.arrived();
        last = System.nanoTime();
      }
    }
    return last;
  }

  void requireRunning() {
    if (job.status().isGloballyTerminalState()) {
      job.awaitEnd(START);
      throw new IllegalStateException("the job ended by itself, it should have gone on");
    }
  }

  /**
   * Ends the job with a savepoint.
   *
   * @return bytes in it
   */
  long savepointBytes(Path folder) throws Exception {
    turnstile.open();
    job.stopWithSavepoint(folder.toUri().toString());
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Override
  public void close() {
    turnstile.open();
    job.cancel();
  }
}
