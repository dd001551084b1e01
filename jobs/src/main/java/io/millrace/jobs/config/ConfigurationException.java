/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A configuration that cannot be used; the message names each key, its value and the remedy. */
public final class ConfigurationException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  ConfigurationException(List<Problem> problems) {
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
   * @param value what it is set to; hidden where the key speaks of a secret
   * @param complaint why that cannot be, a clause about the value
   * @param remedy what to set instead, an imperative
   */
  public record Problem(String key, String value, String complaint, String remedy) {
    private static final Pattern SECRET = Pattern.compile("password|passwd|secret|token|jaas");

    public Problem {
      // The file of a secret is none; whoever mistakes one for the other is to see no more of it.
      if (SECRET.matcher(key.toLowerCase(Locale.ROOT)).find() && !key.endsWith("-file")) {
        value = "***";
      }
    }

    @Override
    public String toString() {
      return key + " is '" + value + "', " + complaint + ": " + remedy;
    }
  }
}
