/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A small volume for the checkpoints, in memory, that can be filled to the last byte. Where it
 * cannot be made, checkpoints go to the disk as ever, and the fault is skipped.
 */
final class CheckpointVolume implements Injector {
  private static final String SIZE = "512m";
  private static final int BLOCK = 1 << 20;

  private final Path folder;
  private final Path ballast;
  private final String obstacle;

  private CheckpointVolume(Path folder, String obstacle) {
    this.folder = folder;
    this.ballast = folder.resolve("ballast");
    this.obstacle = obstacle;
  }

  /** Makes the volume there, if that is allowed. */
  static CheckpointVolume at(Path folder) {
    String obstacle = null;
    try {
      Files.createDirectories(folder);
      Shell.run("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "tmpfs", folder.toString());
    } catch (SkippedException e) {
      obstacle = "no small volume can be mounted, which takes root: " + e.getMessage();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make " + folder, e);
    }
    return new CheckpointVolume(folder, obstacle);
  }

  @Override
  public boolean handles(FaultKind kind) {
    return kind == FaultKind.DISK_FULL;
  }

  @Override
  public void begin(Fault fault) throws SkippedException {
    if (obstacle != null) {
      throw new SkippedException(obstacle);
    }
    byte[] block = new byte[BLOCK];
    int size = BLOCK;
    // The rest of the last block goes in smaller pieces, until not one byte fits.
    try (OutputStream out = Files.newOutputStream(ballast)) {
      while (size > 0) {
        try {
          out.write(block, 0, size);
        } catch (IOException full) {
          size /= 2;
        }
      }
    } catch (IOException e) {
      if (!Files.exists(ballast)) {
        throw new SkippedException("the volume cannot be filled: " + e.getMessage());
      }
    }
  }

  @Override
  public void end(Fault fault) {
    try {
      Files.deleteIfExists(ballast);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot free the volume of checkpoints", e);
    }
  }

  @Override
  public void close() {
    if (obstacle == null) {
      detach(folder);
    }
  }

  /** Takes the volume away that may be there. */
  static void detach(Path folder) {
    Shell.tryTo("umount", "-l", folder.toString());
  }
}
