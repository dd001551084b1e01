/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.rule;

/**
 * What an update says of itself.
 *
 * @param worker who sent it
 * @param update unique per worker
 * @param baseVersion the model version it was trained on
 * @param examples how many examples, above 0
 * @param steps local optimiser steps, at least 1
 * @param learningRate of the local optimiser, above 0
 * @param millis how long the worker took from fetching the model to sending, at least 0
 * @param payload what its values are
 */
public record Contribution(
    String worker,
    String update,
    long baseVersion,
    long examples,
    int steps,
    double learningRate,
    long millis,
    Payload payload) {
  /** What the values of an update are. */
  public enum Payload {
    /** New parameters minus the parameters of the base version. */
    DELTA,
    /** New parameters. */
    MODEL,
    /** The mean gradient over the local steps: the model would move against it. */
    GRADIENT
  }

  /** Checks the numbers. */
  public Contribution {
    require(!worker.isEmpty(), worker, "worker", "", "a name");
    require(baseVersion >= 0, worker, "baseVersion", baseVersion, "at least 0");
    require(examples > 0, worker, "examples", examples, "above 0");
    require(steps > 0, worker, "steps", steps, "above 0");
    require(
        learningRate > 0 && Double.isFinite(learningRate),
        worker,
        "learningRate",
        learningRate,
        "above 0 and finite");
    require(millis >= 0, worker, "millis", millis, "at least 0");
  }

  private static void require(
      boolean holds, String worker, String name, Object value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(
          "update of worker '" + worker + "': " + name + " is " + value + ", must be " + range);
    }
  }

  /** An update with defaults where only worker, version and examples matter. */
  public static Contribution of(String worker, long baseVersion, long examples) {
    return new Contribution(
        worker, worker + "-" + baseVersion, baseVersion, examples, 1, 1, 0, Payload.DELTA);
  }

  public Contribution with(Payload value) {
    return new Contribution(
        worker, update, baseVersion, examples, steps, learningRate, millis, value);
  }

  /** How many versions have been published since the one it was trained on. */
  public long staleness(Round round) {
    return Math.max(0, round.version() - baseVersion);
  }
}
