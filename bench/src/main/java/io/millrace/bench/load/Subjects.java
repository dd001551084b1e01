/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

import java.util.List;

/** The jobs that can be put under load. */
public final class Subjects {
  /** Their names on the command line. */
  public static final List<String> NAMES =
      List.of("streaming-cnn", "drift-moe", "temporal-graph", "parameter-aggregation");

  private Subjects() {}

  /**
   * Checks names from the command line.
   *
   * @throws IllegalArgumentException when there is none, or one that no job has
   */
  public static void requireNames(List<String> names) {
    for (String name : names) {
      if (!NAMES.contains(name)) {
        throw new IllegalArgumentException(
            "there is no job '" + name + "': give " + String.join(", ", NAMES) + " or all");
      }
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException("no jobs: give one at least");
    }
  }

  /**
   * Jobs by their names, with input that follows from a seed.
   *
   * @param lifetime of the keys
   */
  public static List<Subject> named(List<String> names, long seed, Lifetime lifetime) {
    requireNames(names);
    return names.stream().map(name -> named(name, seed, lifetime)).toList();
  }

  private static Subject named(String name, long seed, Lifetime lifetime) {
    return switch (name) {
      case "streaming-cnn" -> new SignalSubject(seed, lifetime);
      case "drift-moe" -> new InstanceSubject(seed, lifetime);
      case "temporal-graph" -> new InteractionSubject(seed, lifetime);
      default -> new UpdateSubject(seed, lifetime);
    };
  }
}
