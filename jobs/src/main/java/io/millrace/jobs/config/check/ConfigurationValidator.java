/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config.check;

import io.millrace.jobs.config.ConfigurationException;
import io.millrace.jobs.config.ConfigurationException.Problem;
import io.millrace.jobs.config.JobConfiguration;
import java.util.List;
import java.util.function.Consumer;

/** Checks a configuration's options on their own and against each other, all at once. */
public final class ConfigurationValidator {
  private static final List<Consumer<Inspection>> CHECKS =
      List.of(
          JobCheck::check,
          CheckpointCheck::check,
          KafkaCheck::check,
          SignalCheck::check,
          DriftCheck::check,
          GraphCheck::check,
          ShareCheck::check,
          AggregationCheck::check,
          DashboardCheck::check);

  private ConfigurationValidator() {}

  /**
   * Accepts a configuration or tells everything that is wrong with it.
   *
   * @throws ConfigurationException with one problem per mistake
   */
  public static void validate(JobConfiguration configuration) {
    List<Problem> problems = problems(configuration);
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }

  static List<Problem> problems(JobConfiguration configuration) {
    Inspection inspection = new Inspection(configuration);
    CHECKS.forEach(check -> check.accept(inspection));
    return inspection.problems();
  }
}
