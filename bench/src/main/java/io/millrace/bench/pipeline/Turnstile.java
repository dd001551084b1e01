/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets a job's source pass only in the job's turns, and counts what arrives at its end. The tasks
 * of an embedded cluster run in the process that measures, and find their turnstile by name.
 */
final class Turnstile {
  private static final Map<String, Turnstile> ALL = new ConcurrentHashMap<>();
  private static final long GLANCE_NANOS = 200_000;

  private final AtomicLong arrived = new AtomicLong();
  private final AtomicLong passed = new AtomicLong();
  private volatile boolean open;
  private volatile long limit = Long.MAX_VALUE;

  private Turnstile() {}

  /** The one of that name, closed when new. */
  static Turnstile of(String name) {
    return ALL.computeIfAbsent(name, unused -> new Turnstile());
  }

  void open() {
    limit = Long.MAX_VALUE;
    open = true;
  }

  /** Lets so many events pass, and no more. */
  void open(long events) {
    limit = passed.get() + events;
    open = true;
  }

  /** Whether all that it was opened for have passed. */
  boolean spent() {
    return passed.get() >= limit;
  }

  void shut() {
    open = false;
  }

  /**
   * Returns when it is open and fewer than so many events are on their way, or the thread is
   * interrupted. Called by one task only.
   */
  void pass(long most) throws InterruptedException {
    while (!open || passed.getPlain() >= limit || passed.getPlain() - arrived.get() >= most) {
      LockSupport.parkNanos(GLANCE_NANOS);
      if (Thread.interrupted()) {
        throw new InterruptedException("the job ends while it is not its turn");
      }
    }
    passed.lazySet(passed.getPlain() + 1);
  }

  /** Called by one task only. */
  void arrive() {
    arrived.lazySet(arrived.getPlain() + 1);
  }

  /** What has arrived since the beginning. */
  long arrived() {
    return arrived.get();
  }
}
