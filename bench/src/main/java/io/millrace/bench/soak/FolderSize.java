/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.soak;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;

/** How much files take, while others write and delete them. */
final class FolderSize {
  private static final double MEBI = 1 << 20;

  private FolderSize() {}

  /** All of RocksDB's tables below a folder, in MiB; its logs, which have a limit, do not count. */
  static double ofTables(Path folder) throws IOException {
    return of(folder, file -> file.toString().endsWith(".sst"));
  }

  /** All below a folder, in MiB. */
  static double of(Path folder) throws IOException {
    return of(folder, file -> true);
  }

  private static double of(Path folder, Predicate<Path> counts) throws IOException {
    long[] bytes = new long[1];
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            bytes[0] += counts.test(file) ? attributes.size() : 0;
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException gone) {
            return FileVisitResult.CONTINUE;
          }
        });
    return bytes[0] / MEBI;
  }
}
