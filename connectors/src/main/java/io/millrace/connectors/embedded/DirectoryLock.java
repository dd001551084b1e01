/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps two brokers from one directory. The broker has a lock of its own, but learns of a conflict
 * so late that it ends the whole process.
 */
final class DirectoryLock implements AutoCloseable {
  private static final String NAME = "millrace.lock";

  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  static DirectoryLock acquire(Path directory) {
    FileChannel channel;
    try {
      Files.createDirectories(directory);
      channel =
          FileChannel.open(
              directory.resolve(NAME), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new EmbeddedKafkaException(
          "Cannot use " + directory + " as the directory of a Kafka broker: " + e, e);
    }
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new DirectoryLock(channel);
      }
      close(channel);
      throw taken(directory, null);
    } catch (OverlappingFileLockException e) {
      close(channel);
      throw taken(directory, e);
    } catch (IOException e) {
      close(channel);
      throw new EmbeddedKafkaException("Cannot lock " + directory + ": " + e, e);
    }
  }

  private static EmbeddedKafkaException taken(Path directory, Throwable cause) {
    return new EmbeddedKafkaException(
        "Another Kafka broker uses "
            + directory
            + "; stop it, or give this one a directory of its own",
        cause);
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException ignored) {
      // The lock goes with the process at the latest.
    }
  }

  @Override
  public void close() {
    close(channel);
  }
}
