/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.trigger;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongBiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads triggers from text. */
public final class Triggers {
  private static final Pattern ATOM = Pattern.compile("([a-z]+)\\(\\s*([^()]+?)\\s*\\)");
  private static final Pattern TIME = Pattern.compile("([0-9]+)\\s*(ms|s|min|h)");

  private Triggers() {}

  /**
   * Reads conditions such as {@code quorum(0.8) & session(5 s) | deadline(60 s)}: {@code &} binds
   * stronger than {@code |}. There are {@code count(n)}, {@code quorum(share)}, {@code
   * window(time)}, {@code session(time)} and {@code deadline(time)}.
   *
   * @throws IllegalArgumentException saying what cannot be read
   */
  public static Trigger parse(String text) {
    List<Trigger> any = new ArrayList<>();
    for (String alternative : text.split("\\|", -1)) {
      List<Trigger> all = new ArrayList<>();
      for (String atom : alternative.split("&", -1)) {
        all.add(atom(atom.strip(), text));
      }
      any.add(all.size() == 1 ? all.get(0) : new Trigger.All(all));
    }
    Trigger trigger = any.size() == 1 ? any.get(0) : new Trigger.Any(any);
    trigger.windowMillis();
    return trigger;
  }

  private static Trigger atom(String atom, String text) {
    Matcher parts = ATOM.matcher(atom.toLowerCase(Locale.ROOT));
    if (!parts.matches()) {
      throw wrong(atom, text, null);
    }
    String value = parts.group(2);
    try {
      return switch (parts.group(1)) {
        case "count" -> new Trigger.Count(Integer.parseInt(value));
        case "quorum" -> new Trigger.Quorum(Double.parseDouble(value));
        case "window" -> new Trigger.Window(millis(value));
        case "session" -> new Trigger.Session(millis(value));
        case "deadline" -> new Trigger.Deadline(millis(value));
        default -> throw wrong(atom, text, null);
      };
    } catch (NumberFormatException e) {
      throw wrong(atom, text, e);
    }
  }

  private static long millis(String value) {
    Matcher time = TIME.matcher(value);
    if (!time.matches()) {
      throw new NumberFormatException("a time needs a unit: ms, s, min or h");
    }
    long unit =
        switch (time.group(2)) {
          case "ms" -> 1;
          case "s" -> 1000;
          case "min" -> 60_000;
          default -> 3_600_000;
        };
    return Math.multiplyExact(Long.parseLong(time.group(1)), unit);
  }

  private static IllegalArgumentException wrong(String atom, String text, Exception cause) {
    return new IllegalArgumentException(
        "'"
            + atom
            + "' in '"
            + text
            + "' is no condition: write count(20), quorum(0.8), window(30 s), session(5 s) or"
            + " deadline(60 s), joined by & and |",
        cause);
  }

  /** The earliest time of any part that is still to come. */
  static long next(
      List<Trigger> parts, Standing standing, ToLongBiFunction<Trigger, Standing> due, long past) {
    long next = Long.MAX_VALUE;
    for (Trigger part : parts) {
      long time = due.applyAsLong(part, standing);
      if (time > past) {
        next = Math.min(next, time);
      }
    }
    return next;
  }

  /** The one length of windows that the parts have, or 0. */
  static long window(List<Trigger> parts) {
    long found = 0;
    for (Trigger part : parts) {
      long window = part.windowMillis();
      if (found != 0 && window != 0 && window != found) {
        throw new IllegalArgumentException(
            "windows of " + found + " ms and of " + window + " ms cannot be combined: use one");
      }
      found = Math.max(found, window);
    }
    return found;
  }

  /** The shortest session that the parts have, or 0. */
  static long session(List<Trigger> parts) {
    return parts.stream()
        .mapToLong(Trigger::sessionMillis)
        .filter(session -> session > 0)
        .min()
        .orElse(0);
  }
}
