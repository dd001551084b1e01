/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.member;

import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;

/** Runs a program that ends with its supervisor: {@code SUPERVISOR-PID CLASS ARGUMENTS...}. */
public final class Member {
  private static final long LOOK_MILLIS = 500;
  private static final int ORPHANED = 143;

  private Member() {}

  /**
   * @throws Exception what the program throws
   */
  public static void main(String[] arguments) throws Exception {
    long supervisor = Long.parseLong(arguments[0]);
    Thread watch = new Thread(() -> watch(supervisor), "supervisor-watch");
    watch.setDaemon(true);
    watch.start();
    try {
      Class.forName(arguments[1])
          .getMethod("main", String[].class)
          .invoke(null, (Object) Arrays.copyOfRange(arguments, 2, arguments.length));
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof Exception failure ? failure : e;
    }
  }

  /** The supervisor is this process's parent: when it goes, another parent takes over. */
  private static void watch(long supervisor) {
    while (isChildOf(supervisor)) {
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
    System.err.println("The supervisor, process " + supervisor + ", is gone: this process ends.");
    Runtime.getRuntime().halt(ORPHANED);
  }

  static boolean isChildOf(long supervisor) {
    return ProcessHandle.current().parent().map(parent -> parent.pid() == supervisor).orElse(false);
  }
}
