/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.apache.flink.configuration.ConfigOption;

/** All options there are. */
final class OptionCatalogue {
  static final List<OptionGroup> GROUPS =
      List.of(
          JobOptions.GROUP,
          KafkaOptions.GROUP,
          TopicOptions.GROUP,
          ModelOptions.GROUP,
          SignalOptions.GROUP,
          DriftOptions.GROUP,
          GraphOptions.GROUP,
          ShareOptions.GROUP,
          AggregationOptions.GROUP,
          BundleOptions.GROUP,
          StateOptions.GROUP,
          CheckpointOptions.GROUP,
          DashboardOptions.GROUP,
          JobOptions.FLINK_GROUP);

  private static final Map<String, ConfigOption<?>> BY_KEY = new LinkedHashMap<>();

  static {
    for (OptionGroup group : GROUPS) {
      for (ConfigOption<?> option : group.options()) {
        BY_KEY.put(option.key(), option);
      }
    }
  }

  private OptionCatalogue() {}

  /** The option of exactly that key; map options under {@code prefix.anything}. */
  static Optional<ConfigOption<?>> find(String key) {
    ConfigOption<?> option = BY_KEY.get(key);
    if (option != null) {
      return Optional.of(option);
    }
    for (OptionGroup group : GROUPS) {
      for (ConfigOption<?> prefix : group.prefixes()) {
        if (key.startsWith(prefix.key() + ".")) {
          return Optional.of(prefix);
        }
      }
    }
    return Optional.empty();
  }

  /** The known key that a mistyped one probably meant. */
  static String nearest(String key) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return BY_KEY.keySet().stream()
        .min(Comparator.comparingInt((String known) -> distance.apply(known, key)))
        .orElseThrow();
  }
}
