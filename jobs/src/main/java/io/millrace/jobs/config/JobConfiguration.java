/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;

/** The options of one job, typed. Immutable. */
public final class JobConfiguration {
  private static final List<ConfigOption<Map<String, String>>> PREFIXES =
      List.of(JobOptions.FLINK, KafkaOptions.PROPERTIES, AggregationOptions.PARAMETERS);

  private final Configuration values;

  private JobConfiguration(Configuration values) {
    this.values = values;
  }

  /** All defaults. */
  public static JobConfiguration defaults() {
    return new JobConfiguration(new Configuration());
  }

  /**
   * The configuration with these keys and text values.
   *
   * @throws ConfigurationException when a key is unknown or a value is not of its option's type
   */
  public static JobConfiguration of(Map<String, String> entries) {
    Configuration values = new Configuration();
    entries.forEach(values::setString);
    JobConfiguration configuration = new JobConfiguration(values);
    entries.forEach(configuration::check);
    return configuration;
  }

  /** This configuration with one option set, over whatever it was. */
  public <T> JobConfiguration with(ConfigOption<T> option, T value) {
    Configuration changed = new Configuration(values);
    changed.set(option, value);
    return new JobConfiguration(changed);
  }

  /** This configuration with one option set where there is a value, as from a command line. */
  public <T> JobConfiguration overridden(ConfigOption<T> option, T value) {
    return value == null ? this : with(option, value);
  }

  /** This configuration with the names that follow from a job's where they are not set. */
  public JobConfiguration named(String job) {
    return named(JobOptions.NAME, job)
        .named(KafkaOptions.GROUP_ID, "millrace-" + job)
        .named(KafkaOptions.TRANSACTIONAL_ID_PREFIX, "millrace-" + job);
  }

  private JobConfiguration named(ConfigOption<String> option, String name) {
    return get(option).equals(option.defaultValue()) ? with(option, name) : this;
  }

  /** All that is set, by keys, as {@link #of} takes it. */
  public Map<String, String> entries() {
    Map<String, String> entries = new TreeMap<>(values.toMap());
    for (ConfigOption<Map<String, String>> prefix : PREFIXES) {
      if (entries.remove(prefix.key()) != null) {
        get(prefix).forEach((key, value) -> entries.put(prefix.key() + '.' + key, value));
      }
    }
    return entries;
  }

  /** The value, or the default, or null where there is neither. */
  public <T> T get(ConfigOption<T> option) {
    return values.get(option);
  }

  /** An option's value as one writes it. */
  public String text(ConfigOption<?> option) {
    return OptionTypes.text(get(option));
  }

  /** The value, if it is set or has a default. */
  public <T> Optional<T> find(ConfigOption<T> option) {
    return values.getOptional(option).or(() -> Optional.ofNullable(option.defaultValue()));
  }

  /**
   * The value of an option that has to be set.
   *
   * @throws ConfigurationException when it is not
   */
  public <T> T require(ConfigOption<T> option) {
    T value = get(option);
    if (value == null) {
      throw ConfigurationException.of(
          option.key(), "", "but has to be set", "set it in the file or with --set");
    }
    return value;
  }

  private void check(String key, String text) {
    ConfigOption<?> option =
        OptionCatalogue.find(key)
            .orElseThrow(
                () ->
                    ConfigurationException.of(
                        key,
                        text,
                        "but there is no such key",
                        "did you mean " + OptionCatalogue.nearest(key) + "?"));
    try {
      get(option);
    } catch (IllegalArgumentException e) {
      throw ConfigurationException.of(
          key, text, "which is no " + OptionTypes.name(option), OptionTypes.remedy(option));
    }
  }
}
