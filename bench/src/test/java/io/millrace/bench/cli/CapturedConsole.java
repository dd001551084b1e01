/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.jobs.cli.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.List;

/** A console that remembers what was written. */
final class CapturedConsole {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console =
      new Console(new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);

  Console console() {
    return console;
  }

  /** Where picocli tells of wrong arguments. */
  PrintWriter usage() {
    return new PrintWriter(err, true, UTF_8);
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }

  /** What {@code --json} promises: one document on standard output and nothing else. */
  JsonNode document() throws IOException {
    try (var values =
        new ObjectMapper().readerFor(JsonNode.class).<JsonNode>readValues(out.toByteArray())) {
      List<JsonNode> documents = values.readAll();
      assertThat(documents).as("%s", err()).hasSize(1);
      return documents.get(0);
    }
  }

  void reset() {
    out.reset();
    err.reset();
  }
}
