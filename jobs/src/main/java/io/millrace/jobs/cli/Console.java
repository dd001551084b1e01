/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintStream;

/**
 * Where commands write: results to {@code out}, everything that accompanies them to {@code err}.
 *
 * @param out standard output, which nobody else may write to
 * @param err standard error
 * @param terminal whether a person watches {@code err}, so that lines may be redrawn
 */
public record Console(PrintStream out, PrintStream err, boolean terminal) {
  private static final ObjectMapper LINES =
      JsonMapper.builder().disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS).build();
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  /**
   * The console of this process. From now on {@link System#out} leads to standard error, so that a
   * library that prints cannot spoil a JSON document. Java cannot tell whether a person watches, so
   * the script says so by the property {@code millrace.terminal}.
   */
  static Console takeOver() {
    PrintStream out = System.out;
    System.setOut(System.err);
    return new Console(out, System.err, Boolean.getBoolean("millrace.terminal"));
  }

  /** Writes the one JSON document of a command. */
  public void json(Object document) {
    json(JSON, document);
  }

  /** Writes one of many JSON documents, in one line. */
  public void jsonLine(Object document) {
    json(LINES, document);
  }

  private void json(ObjectMapper form, Object document) {
    try {
      out.println(form.writeValueAsString(document));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("not representable as JSON: " + document, e);
    }
  }

  /** Writes a line of a result that a person reads. */
  public void line(String format, Object... arguments) {
    out.printf(format + "%n", arguments);
  }

  /** Whether nobody reads results any more, as when the next command of a pipe has ended. */
  public boolean isClosed() {
    return out.checkError();
  }

  /** Writes a line that accompanies the work. */
  public void note(String format, Object... arguments) {
    err.printf(format + "%n", arguments);
  }
}
