/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import io.millrace.connectors.kafka.Secrets;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used; the message names each key, its value and the remedy. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /**
   * A configuration that is wrong in some places.
   *
   * @param problems at least one
   */
  public ConfigurationException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  ConfigurationException(Problem problem) {
    this(List.of(problem));
  }

  /** A configuration that is wrong in one place. */
  public static ConfigurationException of(
      String key, Object value, String complaint, String remedy) {
    return new ConfigurationException(new Problem(key, String.valueOf(value), complaint, remedy));
  }

  public List<Problem> problems() {
    return problems;
  }

  /**
   * One thing that is wrong.
   *
   * @param key the option
   * @param value what it is set to; passwords are taken out
   * @param complaint why that cannot be, a clause about the value
   * @param remedy what to set instead, an imperative
   */
  public record Problem(String key, String value, String complaint, String remedy) {
    public Problem {
      value = Secrets.shown(key, value);
    }

    @Override
    public String toString() {
      return key + " is '" + value + "', " + complaint + ": " + remedy;
    }
  }
}
