/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;

/**
 * Turns Ctrl-C and the signal to terminate into a wish that the command ends by itself, so that it
 * can stop its jobs in order and print its result. The second time the process ends at once.
 */
public final class Interrupt implements AutoCloseable {
  private static final int KILLED = 130;

  private final CountDownLatch wished = new CountDownLatch(1);
  private final Object previousInterrupt;
  private final Object previousTermination;

  private Interrupt() {
    previousInterrupt = Signals.register("INT", this::wish);
    previousTermination = Signals.register("TERM", this::wish);
  }

  /** Listens from now on. */
  public static Interrupt listen() {
    return new Interrupt();
  }

  private void wish() {
    if (wished.getCount() == 0) {
      Runtime.getRuntime().halt(KILLED);
    }
    wished.countDown();
  }

  /** Whether somebody wants the command to end. */
  public boolean isWished() {
    return wished.getCount() == 0;
  }

  /**
   * Waits for the wish.
   *
   * @return whether it came in that time
   */
  public boolean await(long time, TimeUnit unit) throws InterruptedException {
    return wished.await(time, unit);
  }

  @Override
  public void close() {
    Signals.unregister("INT", previousInterrupt);
    Signals.unregister("TERM", previousTermination);
  }
}
