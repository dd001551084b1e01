/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import io.millrace.models.aggregation.catalogue.RuleCatalogue;
import io.millrace.models.aggregation.rule.LinearRule;
import io.millrace.models.aggregation.rule.Strategy;
import io.millrace.models.aggregation.trigger.Trigger;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What all operators of an aggregation must agree on.
 *
 * @param rule an expression of the catalogue
 * @param parameters of the rule
 * @param whole whether models are not cut into shards although the rule would allow it
 * @param parts of the workers whose updates are summed apart, before their sums are; 1 for all
 *     together
 * @param trigger ends rounds
 * @param rounds about who takes part
 * @param bounds against hostile updates
 * @param hotBytes for live state, per operator instance
 */
@RecordBuilder
public record AggregationSettings(
    String rule,
    Map<String, String> parameters,
    boolean whole,
    int parts,
    Trigger trigger,
    Rounds rounds,
    Bounds bounds,
    long hotBytes)
    implements Serializable, AggregationSettingsBuilder.With {
  /**
   * Copies the map.
   *
   * @throws IllegalArgumentException when there are parts, and the rule or the layout allows none
   */
  public AggregationSettings {
    parameters = new TreeMap<>(parameters);
    if (parts < 1 || parts > Shards.MOST_PARTS) {
      throw new IllegalArgumentException(
          "millrace.aggregation.parts is " + parts + ", must be 1 to " + Shards.MOST_PARTS);
    }
    if (parts > 1
        && (whole
            || !(RuleCatalogue.strategy(rule, parameters).aggregator() instanceof LinearRule))) {
      throw new IllegalArgumentException(
          "millrace.aggregation.parts is "
              + parts
              + ", but "
              + (whole ? "whole models" : "rule '" + rule + "'")
              + " cannot be summed in parts: set it to 1"
              + (whole ? ", or switch millrace.aggregation.whole-models off" : ""));
    }
  }

  /**
   * Who takes part in a round.
   *
   * @param late what becomes of latecomers
   * @param mostStale versions that an update may be behind
   * @param leastUpdates that a round needs, besides what its rule needs
   * @param onePerWorker whether a worker's second update waits for the next round; robust rules
   *     insist
   * @param awaitInitial whether a model begins with parameters that a worker sends, not with zeros
   * @param windowMillis the length of a round for rules that want it, or 0
   * @param scheduled whether workers are assigned steps, and groups of them end rounds
   * @param liveMillis a worker silent for so long is not waited for
   */
  public record Rounds(
      Late late,
      long mostStale,
      int leastUpdates,
      boolean onePerWorker,
      boolean awaitInitial,
      long windowMillis,
      boolean scheduled,
      long liveMillis)
      implements Serializable {}

  /**
   * What no honest update exceeds.
   *
   * @param models that exist; empty for any
   * @param initialSenders workers that may send the parameters a model begins with; empty for any
   * @param keys public keys by worker, X.509 in Base64; empty where nobody signs
   * @param mostValues parameters of a model
   * @param mostAnnounced parameters of a model whose versions have no store to lie in; {@link
   *     Long#MAX_VALUE} where there is one
   * @param mostNorm Euclidean length of an update
   * @param mostWorkers of a model
   * @param mostPending incomplete updates of a worker
   * @param pendingMillis how long an update may be incomplete
   * @param remembered ids per worker, to know updates that come again
   */
  public record Bounds(
      Set<String> models,
      Set<String> initialSenders,
      Map<String, String> keys,
      long mostValues,
      long mostAnnounced,
      double mostNorm,
      int mostWorkers,
      int mostPending,
      long pendingMillis,
      int remembered)
      implements Serializable {
    /** Copies sets and map. */
    public Bounds {
      models = new TreeSet<>(models);
      initialSenders = new TreeSet<>(initialSenders);
      keys = new TreeMap<>(keys);
    }

    /**
     * Refuses what would be kept of a model that nobody trains.
     *
     * @param key the model, with its cohort
     * @throws IllegalArgumentException when models are named, and this is none of them
     */
    public void requireModel(String key) {
      if (!models.isEmpty() && !models.contains(key)) {
        throw new IllegalArgumentException(
            "there is no model '" + key + "': name it in millrace.aggregation.models");
      }
    }

    /**
     * Refuses who cannot send an update.
     *
     * @throws IllegalArgumentException when workers have keys, and this one has none
     */
    public void requireWorker(String worker) {
      if (!keys.isEmpty() && !keys.containsKey(worker)) {
        throw new IllegalArgumentException(
            "worker '" + worker + "' has no public key: set millrace.aggregation.keys." + worker);
      }
    }

    /** Roomy ones, for any model and without signatures. */
    public static Bounds standard() {
      return new Bounds(
          Set.of(), Set.of(), Map.of(), 1L << 33, Long.MAX_VALUE, 1e6, 100_000, 4, 600_000, 64);
    }
  }

  /** A rule with a trigger; updates may be stale by ten versions, models begin with zeros. */
  public static AggregationSettings of(
      String rule, Map<String, String> parameters, Trigger trigger) {
    return new AggregationSettings(
        rule,
        parameters,
        false,
        1,
        trigger,
        new Rounds(Late.APPLY, 10, 1, true, false, 0, false, 600_000),
        Bounds.standard(),
        64L << 20);
  }

  /**
   * The rule and the step.
   *
   * @throws IllegalArgumentException when the expression or a parameter is wrong
   */
  public Strategy strategy() {
    return RuleCatalogue.strategy(rule, parameters);
  }

  /** The shards of models. */
  Shards shards() {
    return new Shards(layout(), parts);
  }

  /** How models are spread. */
  public Layout layout() {
    return whole ? Layout.WHOLE : Layout.of(strategy().aggregator());
  }
}
