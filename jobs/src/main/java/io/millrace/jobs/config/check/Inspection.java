/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config.check;

import io.millrace.jobs.config.ConfigurationException.Problem;
import io.millrace.jobs.config.JobConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.flink.configuration.ConfigOption;

/** A configuration and what was found wrong with it so far. */
final class Inspection {
  private final JobConfiguration configuration;
  private final List<Problem> problems = new ArrayList<>();

  Inspection(JobConfiguration configuration) {
    this.configuration = configuration;
  }

  JobConfiguration configuration() {
    return configuration;
  }

  <T> T get(ConfigOption<T> option) {
    return configuration.get(option);
  }

  /** All that was found, in the order it was. */
  List<Problem> problems() {
    return List.copyOf(problems);
  }

  void atLeast(ConfigOption<Integer> option, int least) {
    if (get(option) < least) {
      complain(option, "less than " + least, "set it to " + least + " or more");
    }
  }

  void atMost(ConfigOption<Integer> option, int most) {
    if (get(option) > most) {
      complain(option, "too many", "set it to at most " + most);
    }
  }

  void within(ConfigOption<Double> option, double least, double most) {
    double value = get(option);
    if (!(value >= least && value <= most)) {
      complain(option, "out of range", "set it from " + least + " to " + most);
    }
  }

  void notNegative(ConfigOption<Duration> option) {
    if (get(option).isNegative()) {
      complain(option, "less than nothing", "set it to 0 or more");
    }
  }

  void positive(ConfigOption<Duration> option) {
    Duration value = get(option);
    if (value.isNegative() || value.isZero()) {
      complain(option, "not more than nothing", "set it to 1 ms or more");
    }
  }

  void notBlank(ConfigOption<String> option) {
    if (get(option).isBlank()) {
      complain(option, "which is empty", "name something or leave it out");
    }
  }

  void oneOf(ConfigOption<String> option, Collection<String> known) {
    if (!known.contains(get(option))) {
      complain(option, "which there is not", "set it to one of " + String.join(", ", known));
    }
  }

  /**
   * Notes that an option is wrong.
   *
   * @param complaint why its value cannot be, a clause about the value
   * @param remedy what to set instead, an imperative
   */
  void complain(ConfigOption<?> option, String complaint, String remedy) {
    String value = get(option) == null ? "" : configuration.text(option);
    complain(new Problem(option.key(), value, complaint, remedy));
  }

  void complain(Problem problem) {
    problems.add(problem);
  }

  /**
   * Notes that a public key is wrong, without it: whoever mistakes the keys may have written a
   * private one.
   */
  void complainOfKey(String key, IllegalArgumentException reason) {
    complain(new Problem(key, "...", reason.getMessage(), "export the public key again"));
  }
}
