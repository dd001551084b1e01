/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.instance;

import io.millrace.connectors.instance.ArffTokens.SyntaxException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads what stands before the data of an ARFF file. */
final class ArffHeader {
  private final Path file;
  private final ArffTokens tokens = new ArffTokens();
  private final List<Field> fields = new ArrayList<>();
  private long line;

  ArffHeader(Path file) {
    this.file = file;
  }

  /** Reads up to the line {@code @data}. */
  void read(BufferedReader in) throws IOException {
    String text;
    while ((text = in.readLine()) != null) {
      line++;
      tokens.start(line == 1 && text.startsWith("\ufeff") ? text.substring(1) : text);
      try {
        if (tokens.peek() != 0 && declaration()) {
          return;
        }
      } catch (SyntaxException e) {
        throw new InstanceException(file, line, e.getMessage());
      }
    }
    throw new InstanceException(file, "it has no line @data: is it an ARFF file, and complete?");
  }

  /** The columns, the class among them. */
  List<Field> fields() {
    return fields;
  }

  /** How many lines it has. */
  long lines() {
    return line;
  }

  private boolean declaration() throws SyntaxException {
    String keyword = tokens.word(true).toLowerCase(Locale.ROOT);
    switch (keyword) {
      case "@relation", "@data" -> {}
      case "@attribute" -> attribute();
      default ->
          throw new SyntaxException(
              "'" + keyword + "' is none of @relation, @attribute and @data, and no comment (%)");
    }
    return keyword.equals("@data");
  }

  private void attribute() throws SyntaxException {
    String name = tokens.word(true);
    if (name.isEmpty()) {
      throw new SyntaxException("an attribute without a name: write @attribute NAME TYPE");
    }
    for (Field each : fields) {
      if (each.name().equals(name)) {
        throw new SyntaxException("a second attribute '" + name + "': rename one");
      }
    }
    if (tokens.take('{')) {
      fields.add(Field.nominal(name, values(name)));
      return;
    }
    String type = tokens.word(true).toLowerCase(Locale.ROOT);
    switch (type) {
      case "numeric", "real", "integer" -> fields.add(Field.numeric(name));
      case "string", "date", "relational" ->
          throw new SyntaxException(
              String.format(
                  "attribute '%s' is of type %s, which no learner takes: remove it, or make it"
                      + " numeric or nominal, as Weka's filters %s do",
                  name,
                  type,
                  type.equals("string")
                      ? "StringToNominal and StringToWordVector"
                      : "of that type"));
      default ->
          throw new SyntaxException(
              String.format(
                  "attribute '%s' is of type '%s': use numeric, real, integer or {NAME, ...}",
                  name, type));
    }
  }

  private List<String> values(String name) throws SyntaxException {
    List<String> values = new ArrayList<>();
    while (!tokens.take('}')) {
      if (tokens.peek() == 0) {
        throw new SyntaxException(
            "the values of attribute '" + name + "' end without }: write them in one line");
      }
      String value = tokens.word(false);
      if (!value.isEmpty() || tokens.quoted()) {
        values.add(value);
      }
      if (!tokens.take(',') && tokens.peek() != '}' && tokens.peek() != 0) {
        throw new SyntaxException(
            String.format(
                "after value '%s' of attribute '%s' comes '%s': write a comma between values",
                value, name, tokens.rest()));
      }
    }
    return values;
  }
}
