/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Writes to the cluster's disk as fast as it takes it, and insists that it is written. */
final class BusyDisk implements Injector {
  private static final int WRITERS = 3;
  private static final int BLOCK = 4 << 20;
  private static final long LARGEST = 256L << 20;

  private final Path folder;
  private final List<Thread> writers = new ArrayList<>();
  private volatile boolean running;

  BusyDisk(Path folder) {
    this.folder = folder;
  }

  @Override
  public boolean handles(FaultKind kind) {
    return kind == FaultKind.SLOW_DISK;
  }

  @Override
  public void begin(Fault fault) {
    running = true;
    for (int i = 0; i < WRITERS; i++) {
      Path file = folder.resolve("busy-" + i);
      Thread writer = new Thread(() -> write(file), "busy-disk-" + i);
      writers.add(writer);
      writer.start();
    }
  }

  private void write(Path file) {
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE)) {
      while (running) {
        channel.write(block.clear());
        channel.force(true);
        if (channel.position() > LARGEST) {
          channel.position(0);
        }
      }
    } catch (IOException e) {
      // A disk that takes no more is slow enough.
    }
  }

  @Override
  public void end(Fault fault) {
    close();
  }

  @Override
  public void close() {
    running = false;
    for (Thread writer : writers) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    writers.clear();
    try {
      for (int i = 0; i < WRITERS; i++) {
        Files.deleteIfExists(folder.resolve("busy-" + i));
      }
    } catch (IOException e) {
      // It goes with the folder.
    }
  }
}
