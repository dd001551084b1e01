/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/**
 * How option types are called and what their values look like. The type is that of the default;
 * options without one are text.
 */
public final class OptionTypes {
  private OptionTypes() {}

  static String name(ConfigOption<?> option) {
    Object value = option.defaultValue();
    if (value instanceof Integer) {
      return "integer";
    } else if (value instanceof Double) {
      return "number";
    } else if (value instanceof Boolean) {
      return "boolean";
    } else if (value instanceof Duration) {
      return "duration";
    } else if (value instanceof MemorySize) {
      return "memory size";
    } else if (value instanceof Enum<?>) {
      return "choice";
    } else if (value instanceof Map) {
      return "map";
    }
    return "text";
  }

  /** What to write instead of a value that is not of the type. */
  static String remedy(ConfigOption<?> option) {
    Object value = option.defaultValue();
    if (value instanceof Integer) {
      return "write a whole number such as " + value;
    } else if (value instanceof Double) {
      return "write a number such as " + value;
    } else if (value instanceof Boolean) {
      return "write true or false";
    } else if (value instanceof Duration) {
      return "write a number and a unit such as " + text(value);
    } else if (value instanceof MemorySize) {
      return "write a number and a unit such as " + text(value);
    } else if (value instanceof Enum<?> choice) {
      return "write one of " + choices(choice, ", ");
    }
    return "write text";
  }

  /** The values that a choice may have, as they are written. */
  static String choices(Enum<?> value, String separator) {
    return Arrays.stream(value.getDeclaringClass().getEnumConstants())
        .map(OptionTypes::text)
        .collect(Collectors.joining(separator));
  }

  /** A value as one writes it in the file. */
  public static String text(Object value) {
    if (value instanceof Duration duration) {
      return text(duration);
    } else if (value instanceof MemorySize size) {
      return size.getBytes() % (1 << 20) == 0
          ? size.getMebiBytes() + " mb"
          : size.getBytes() + " b";
    }
    // Flink reads choices in upper or lower case.
    return value instanceof Enum<?>
        ? value.toString().toLowerCase(Locale.ROOT)
        : String.valueOf(value);
  }

  private static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis == 0) {
      return "0 ms";
    } else if (millis % 86_400_000 == 0) {
      return millis / 86_400_000 + " d";
    } else if (millis % 60_000 == 0) {
      return millis / 60_000 + " min";
    } else if (millis % 1000 == 0) {
      return millis / 1000 + " s";
    }
    return millis + " ms";
  }
}
