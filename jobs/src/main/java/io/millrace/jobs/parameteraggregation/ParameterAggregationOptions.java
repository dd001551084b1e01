/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.parameteraggregation;

import io.millrace.jobs.config.AggregationOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.StateOptions;
import io.millrace.models.aggregation.trigger.Triggers;
import io.millrace.operators.aggregation.AggregationSettings;
import io.millrace.operators.aggregation.AggregationSettings.Bounds;
import io.millrace.operators.aggregation.AggregationSettings.Rounds;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the pipeline has to know besides its sources and sinks.
 *
 * @param settings of the operators
 * @param ahead how far an event time may lie ahead of the broker's clock
 * @param store where large versions go, or null
 * @param inlineBytes up to which size versions travel with their announcement
 * @param maxParallelism of every operator
 */
public record ParameterAggregationOptions(
    AggregationSettings settings,
    Duration ahead,
    String store,
    long inlineBytes,
    int maxParallelism) {
  /** The options of a configuration. */
  public static ParameterAggregationOptions of(JobConfiguration configuration) {
    Rounds rounds =
        new Rounds(
            configuration.get(AggregationOptions.LATE),
            configuration.get(AggregationOptions.MAX_STALENESS),
            configuration.get(AggregationOptions.MIN_UPDATES),
            configuration.get(AggregationOptions.ONE_PER_WORKER),
            configuration.get(AggregationOptions.AWAIT_INITIAL),
            configuration.get(AggregationOptions.ROUND_LENGTH).toMillis(),
            configuration.get(AggregationOptions.SCHEDULE),
            configuration.get(AggregationOptions.WORKER_TIMEOUT).toMillis());
    String store = configuration.find(AggregationOptions.STORE).orElse(null);
    long inlineBytes = configuration.get(AggregationOptions.INLINE).getBytes();
    Bounds bounds =
        new Bounds(
            names(configuration.get(AggregationOptions.MODELS)),
            names(configuration.get(AggregationOptions.INITIAL_SENDERS)),
            configuration.get(AggregationOptions.KEYS),
            configuration.get(AggregationOptions.MAX_MODEL).getBytes() / 4,
            store == null ? inlineBytes / 4 : Long.MAX_VALUE,
            configuration.get(AggregationOptions.MAX_NORM),
            configuration.get(AggregationOptions.MAX_WORKERS),
            configuration.get(AggregationOptions.MAX_PENDING),
            configuration.get(AggregationOptions.PENDING_TIMEOUT).toMillis(),
            configuration.get(AggregationOptions.REMEMBERED));
    AggregationSettings settings =
        new AggregationSettings(
            configuration.get(AggregationOptions.RULE),
            configuration.get(AggregationOptions.PARAMETERS),
            configuration.get(AggregationOptions.WHOLE_MODELS),
            configuration.get(AggregationOptions.PARTS),
            Triggers.parse(configuration.get(AggregationOptions.TRIGGER)),
            rounds,
            bounds,
            configuration.get(StateOptions.HOT_TIER_MEMORY).getBytes());
    return new ParameterAggregationOptions(
        settings,
        configuration.get(AggregationOptions.MAX_AHEAD),
        store,
        inlineBytes,
        configuration.get(JobOptions.MAX_PARALLELISM));
  }

  private static Set<String> names(String separatedByCommas) {
    return Stream.of(separatedByCommas.split(",", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
  }
}
