/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A lock between processes. Its file stays; a process that dies holds it no longer. */
public final class LockFile implements AutoCloseable {
  private final FileChannel channel;
  private final boolean held;

  private LockFile(FileChannel channel, boolean held) {
    this.channel = channel;
    this.held = held;
  }

  /** Takes the lock unless somebody has it, see {@link #isHeld}. */
  public static LockFile tryTake(Path file) {
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return new LockFile(channel, isFree(channel));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot lock " + file, e);
    }
  }

  private static boolean isFree(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Somebody else in this process has it.
      return false;
    }
  }

  /** Whether the lock was free. */
  public boolean isHeld() {
    return held;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
