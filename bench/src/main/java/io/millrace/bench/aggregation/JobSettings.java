/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.aggregation;

import io.millrace.models.aggregation.catalogue.RuleCatalogue;
import java.util.List;
import java.util.Map;

/**
 * What the job is given to do.
 *
 * @param workers that send one update in every round
 * @param values of the model
 * @param waiting rounds whose updates lie in the topic and are timed together
 * @param live rounds that are timed one by one
 * @param parallelism of the job
 * @param parts of the workers whose updates are summed apart, 1 for all together
 * @param rules one job each
 */
public record JobSettings(
    int workers,
    int values,
    int waiting,
    int live,
    int parallelism,
    int parts,
    List<String> rules) {
  /** The plain mean, and the rule to take where workers may be malicious. */
  public static final List<String> RULES = List.of("fedavg", "nnm+trimmed-mean");

  /** Less than a minute. */
  public static final JobSettings QUICK = new JobSettings(20, 500_000, 10, 5, 1, 1, RULES);

  /** Updates of 45 MB. */
  public static final JobSettings FULL = new JobSettings(20, 11_170_000, 2, 3, 1, 1, RULES);

  static final int BYZANTINE = 4;

  /**
   * Checks numbers and rules.
   *
   * @throws IllegalArgumentException when one is wrong
   */
  public JobSettings {
    rules = List.copyOf(rules);
    if (workers < 2 || values < 1 || waiting < 1 || live < 1 || parallelism < 1) {
      throw new IllegalArgumentException(
          "workers, values, rounds and parallelism are %d, %d, %d, %d and %d: give 1 or more, and 2 workers"
              .formatted(workers, values, waiting, live, parallelism));
    }
    if (rules.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to measure: name at least one rule");
    }
    rules.forEach(JobSettings::parameters);
  }

  /** Those that the rule takes. */
  static Map<String, String> parameters(String rule) {
    Map<String, String> parameters = Map.of("byzantine", Integer.toString(BYZANTINE));
    try {
      RuleCatalogue.strategy(rule, parameters);
      return parameters;
    } catch (IllegalArgumentException e) {
      RuleCatalogue.strategy(rule, Map.of());
      return Map.of();
    }
  }

  /** Other rules. */
  public JobSettings withRules(List<String> chosen) {
    return new JobSettings(workers, values, waiting, live, parallelism, parts, chosen);
  }

  /** Another size of the model. */
  public JobSettings withValues(int size) {
    return new JobSettings(workers, size, waiting, live, parallelism, parts, rules);
  }

  /** As many instances of every operator. */
  public JobSettings withParallelism(int instances) {
    return new JobSettings(workers, values, waiting, live, instances, parts, rules);
  }

  /** As many parts of the workers. */
  public JobSettings withParts(int number) {
    return new JobSettings(workers, values, waiting, live, parallelism, number, rules);
  }

  /** As many rounds that wait. */
  public JobSettings withWaiting(int number) {
    return new JobSettings(workers, values, number, live, parallelism, parts, rules);
  }

  /** Another fleet. */
  public JobSettings withWorkers(int number) {
    return new JobSettings(number, values, waiting, live, parallelism, parts, rules);
  }
}
