/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * Stops processes and lets them go on, by the system's own command.
 *
 * @param pid of the process
 */
public record Signal(long pid) {
  private static final long PATIENCE_SECONDS = 10;

  /** Stops a process; it keeps its memory and its connections. */
  public boolean pause() {
    return send("STOP");
  }

  /** Lets a stopped process go on; nothing happens to others. */
  public boolean proceed() {
    return send("CONT");
  }

  /** Returns whether there is such a process, and such a command. */
  private boolean send(String name) {
    try {
      Process kill =
          new ProcessBuilder("kill", "-" + name, Long.toString(pid))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return kill.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && kill.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
