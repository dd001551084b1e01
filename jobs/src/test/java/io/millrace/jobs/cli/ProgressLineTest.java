/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void nothingIsWrittenWhereNobodyWatches() {
    play(false);

    assertThat(err.size() + out.size()).isZero();
  }

  @Test
  void whereSomebodyWatchesEveryTaskHasALineOnStandardError() {
    play(true);

    assertThat(out.size()).isZero();
    assertThat(err.toString(UTF_8)).contains("first", "10/10", "second", "3/4");
  }

  private void play(boolean terminal) {
    Console console =
        new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), terminal);
    try (ProgressLine line = ProgressLine.on(console, "things")) {
      line.show("first", 5, 10);
      line.show("first", 10, 10);
      line.show("second", 3, 4);
    }
  }
}
