/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

/** The jobs that can be tested. */
final class Subjects {
  private Subjects() {}

  /** A job by its name on the command line, with input that follows from a seed. */
  static Subject named(String job, long seed) {
    return switch (job) {
      case "streaming-cnn" -> new SignalSubject(seed);
      case "drift-moe" -> new InstanceSubject(seed);
      case "temporal-graph" -> new InteractionSubject(seed);
      case "parameter-aggregation" -> new UpdateSubject(seed);
      default -> throw new IllegalArgumentException("there is no job '" + job + "'");
    };
  }
}
