/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

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

  /** Locked as long as the supervisor lives. */
  public Path lock() {
    return path.resolve("cluster.lock");
  }

  public Path settings() {
    return path.resolve("settings.json");
  }

  /** Makes the folders. Nobody else may read them: configurations can hold passwords. */
  public void create() {
    try {
      Files.createDirectories(path);
      if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
      }
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
