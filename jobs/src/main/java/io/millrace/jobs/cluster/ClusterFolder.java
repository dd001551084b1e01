/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * Where everything of a cluster lies.
 *
 * @param path absolute
 */
public record ClusterFolder(Path path) {
  /** Where a cluster lies unless told otherwise, relative to the working directory. */
  public static final String DEFAULT = ".millrace/cluster";

  public ClusterFolder {
    path = path.toAbsolutePath().normalize();
  }

  /** Libraries that all processes share. */
  public Path libraries() {
    return path.resolve("lib");
  }

  /** The jar that is sent with every job. */
  public Path jobsJar() {
    return path.resolve("usrlib").resolve("millrace-jobs.jar");
  }

  /** Flink's and log4j's files. */
  public Path configuration() {
    return path.resolve("conf");
  }

  public Path logs() {
    return path.resolve("logs");
  }

  /** The log of a process. */
  public Path log(String member) {
    return logs().resolve(member + ".log");
  }

  /** What a process printed, which is little unless it could not start. */
  public Path output(String member) {
    return logs().resolve(member + ".out");
  }

  /** Checkpoints of jobs that do not choose a place of their own. */
  public Path checkpoints() {
    return path.resolve("checkpoints");
  }

  public Path temporary() {
    return path.resolve("tmp");
  }

  /** What the jobs were submitted with. */
  public Path jobs() {
    return path.resolve("jobs");
  }

  /** A broker's topics. */
  public Path broker(int number) {
    return path.resolve("kafka").resolve("broker-" + number);
  }

  /** Processes and ports, see {@link ClusterState}. */
  public Path state() {
    return path.resolve("cluster.json");
  }

  /** Locked as long as the supervisor lives; no folder is a cluster's without this file. */
  public Path lock() {
    return path.resolve("cluster.lock");
  }

  /** Locked while somebody starts a cluster. */
  public Path startLock() {
    return path.resolve("start.lock");
  }

  public Path settings() {
    return path.resolve("settings.json");
  }

  /** Whether nothing is there yet. */
  public boolean isEmpty() {
    if (!Files.isDirectory(path)) {
      return true;
    }
    try (Stream<Path> files = Files.list(path)) {
      return files.findAny().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + path, e);
    }
  }

  /**
   * Refuses a folder of somebody else, whose files would be lost.
   *
   * @throws ClusterException when it holds something, but never held a cluster
   */
  public void requireOwn() {
    if (!Files.exists(lock()) && !isEmpty()) {
      throw new ClusterException(
          path
              + " holds something else than a cluster: name another --dir, for a new cluster one that"
              + " is new or empty");
    }
  }

  /**
   * Makes the folders. Nobody else may read them: configurations can hold passwords.
   *
   * @throws ClusterException when the folder is somebody else's
   */
  public void create() {
    requireOwn();
    try {
      Files.createDirectories(path);
      if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      }
      // Before all else: what is broken off here is a cluster's already.
      boolean unused = lock().toFile().createNewFile();
      for (Path folder :
          new Path[] {
            libraries(),
            jobsJar().getParent(),
            configuration(),
            logs(),
            checkpoints(),
            temporary(),
            jobs()
          }) {
        Files.createDirectories(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the folder of a cluster, " + path, e);
    }
  }
}
