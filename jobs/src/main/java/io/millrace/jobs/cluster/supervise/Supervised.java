/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.supervise;

import io.millrace.jobs.cluster.ClusterException;
import io.millrace.jobs.cluster.ClusterFolder;
import io.millrace.jobs.cluster.ClusterState.Member;
import io.millrace.jobs.cluster.JavaCommand;
import io.millrace.jobs.cluster.ProcessMark;
import io.millrace.jobs.cluster.Role;
import io.millrace.jobs.cluster.Signal;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process of the cluster and its successors. */
final class Supervised {
  private static final Logger LOG = LoggerFactory.getLogger(Supervised.class);

  /** Deaths one after the other, each soon after a start, after which it is given up. */
  private static final int ATTEMPTS = 4;

  private static final Duration SOON = Duration.ofSeconds(15);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);

  private final String name;
  private final Role role;
  private final int port;
  private final List<String> command;
  private final ClusterFolder folder;
  private Process process;
  private ProcessMark mark;
  private int restarts;
  private int quickDeaths;
  private long startedAt;
  private long startAgainAt;

  Supervised(String name, Role role, int port, List<String> command, ClusterFolder folder) {
    this.name = name;
    this.role = role;
    this.port = port;
    this.command = command;
    this.folder = folder;
  }

  Role role() {
    return role;
  }

  Member member() {
    return new Member(name, role, mark, port, restarts);
  }

  void start() {
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.output(name).toFile()))
              .redirectInput(new File("/dev/null"))
              .start();
    } catch (IOException e) {
      throw new ClusterException("Cannot start " + name + ": " + e.getMessage(), e);
    }
    mark = ProcessMark.of(process.toHandle(), JavaCommand.mark(folder, name));
    startedAt = System.nanoTime();
    startAgainAt = 0;
    LOG.info("{} is process {}", name, process.pid());
  }

  /**
   * Starts it again when it died and the time for that has come.
   *
   * @return whether it was
   * @throws ClusterException when it dies again and again
   */
  boolean revive() {
    if (process.isAlive()) {
      return false;
    }
    long now = System.nanoTime();
    if (startAgainAt == 0) {
      boolean quick = now - startedAt < SOON.toNanos();
      quickDeaths = quick ? quickDeaths + 1 : 0;
      LOG.warn("{} ended with code {}", name, process.exitValue());
      if (quickDeaths >= ATTEMPTS) {
        throw new ClusterException(
            name
                + " died "
                + ATTEMPTS
                + " times soon after its start, the last time with code "
                + process.exitValue()
                + "; see "
                + folder.log(name)
                + " and "
                + folder.output(name));
      }
      long pause = quickDeaths == 0 ? 0 : Math.min(1L << quickDeaths, LONGEST_PAUSE.toSeconds());
      startAgainAt = now + TimeUnit.SECONDS.toNanos(pause);
    }
    if (now < startAgainAt) {
      return false;
    }
    restarts++;
    start();
    return true;
  }

  void askToEnd() {
    if (process != null) {
      // A stopped process hears nothing until it goes on.
      new Signal(process.pid()).proceed();
      process.destroy();
    }
  }

  /** Waits for its end and kills it after that time. */
  void awaitEnd(Duration patience) {
    if (process == null) {
      return;
    }
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{} did not end within {}: killed", name, patience);
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
