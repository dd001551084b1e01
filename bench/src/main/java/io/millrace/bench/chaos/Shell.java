/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs commands of the system. */
final class Shell {
  private static final long PATIENCE_SECONDS = 20;

  private Shell() {}

  /**
   * Runs a command.
   *
   * @throws SkippedException with what it said, when it fails
   */
  static void run(String... command) throws SkippedException {
    String line = String.join(" ", command);
    try {
      Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new SkippedException("'" + line + "' does not end");
      }
      if (process.exitValue() != 0) {
        throw new SkippedException("'" + line + "' fails: " + said.strip());
      }
    } catch (IOException e) {
      throw new SkippedException("'" + line + "' fails: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SkippedException("interrupted");
    }
  }

  /** Runs a command whose failure does not matter. */
  static void tryTo(String... command) {
    try {
      run(command);
    } catch (SkippedException e) {
      // Nothing to undo, then.
    }
  }
}
