/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.catalogue;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Parameters of an expression: text in, checked values out, and none may be left over. */
final class Parameters {
  private final Map<String, String> values;
  private final Set<String> asked = new TreeSet<>();

  Parameters(Map<String, String> values) {
    this.values = new TreeMap<>(values);
  }

  int whole(String name, int otherwise) {
    String text = text(name, Integer.toString(otherwise));
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw wrong(name, text, "a whole number", e);
    }
  }

  double number(String name, double otherwise) {
    String text = text(name, Double.toString(otherwise));
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw wrong(name, text, "a number", e);
    }
  }

  String text(String name, String otherwise) {
    asked.add(name);
    return values.getOrDefault(name, otherwise);
  }

  <E extends Enum<E>> E choice(String name, E otherwise) {
    String text = text(name, otherwise.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    try {
      return Enum.valueOf(
          otherwise.getDeclaringClass(), text.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      Object[] all = otherwise.getDeclaringClass().getEnumConstants();
      String range =
          "one of " + java.util.Arrays.toString(all).toLowerCase(Locale.ROOT).replace('_', '-');
      throw wrong(name, text, range, e);
    }
  }

  private static IllegalArgumentException wrong(
      String name, String text, String range, Exception cause) {
    return new IllegalArgumentException(
        "parameter '" + name + "' is '" + text + "', must be " + range, cause);
  }

  /** What was given and nobody asked for. */
  void requireAllAsked(String expression) {
    Set<String> unknown = new TreeSet<>(values.keySet());
    unknown.removeAll(asked);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "rule '"
              + expression
              + "' has no parameter "
              + String.join(", ", unknown)
              + ": it has "
              + (asked.isEmpty() ? "none" : String.join(", ", asked)));
    }
  }

  Set<String> asked() {
    return asked;
  }
}
