/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.supervise;

import io.millrace.jobs.cluster.ClusterException;
import io.millrace.jobs.cluster.ClusterFolder;
import io.millrace.jobs.cluster.ClusterSettings;
import io.millrace.jobs.cluster.JsonFile;
import io.millrace.jobs.cluster.LockFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** The process that {@code cluster start} leaves behind: {@code FOLDER BUILD RESUME}. */
public final class SupervisorMain {
  private static final long END_SECONDS = 45;

  private SupervisorMain() {}

  /**
   * Runs until the process is asked to end; then all others have ended.
   *
   * @throws Exception what could not be foreseen, to the output
   */
  public static void main(String[] arguments) throws Exception {
    ClusterFolder folder = new ClusterFolder(Path.of(arguments[0]));
    try (LockFile lock = LockFile.tryTake(folder.lock())) {
      if (!lock.isHeld()) {
        throw new ClusterException("another supervisor has " + folder.path());
      }
      supervise(folder, arguments[1], Boolean.parseBoolean(arguments[2]));
    } catch (ClusterException e) {
      // Whoever started the cluster is told the last line.
      System.err.println(e.getMessage());
      System.exit(1);
    }
    System.exit(0);
  }

  private static void supervise(ClusterFolder folder, String build, boolean resume)
      throws Exception {
    ClusterSettings settings =
        JsonFile.read(folder.settings(), ClusterSettings.class)
            .orElseThrow(() -> new ClusterException("there is no " + folder.settings()));
    AtomicBoolean running = new AtomicBoolean(true);
    CountDownLatch ended = new CountDownLatch(1);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(running, ended), "end"));
    try (Supervisor supervisor = new Supervisor(folder, settings, build, running::get)) {
      try {
        supervisor.run(resume);
        Files.deleteIfExists(folder.state());
      } catch (RuntimeException e) {
        supervisor.fail(e);
      }
    } finally {
      ended.countDown();
    }
  }

  /** The process must not go before its children have. */
  private static void end(AtomicBoolean running, CountDownLatch ended) {
    running.set(false);
    try {
      if (!ended.await(END_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("Some processes did not end in time; they see that this one is gone.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
