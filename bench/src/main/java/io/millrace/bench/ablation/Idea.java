/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.ablation;

import io.millrace.models.drift.adaptive.AdaptiveSettings;
import io.millrace.models.drift.adaptive.Gating;
import io.millrace.models.drift.adaptive.Mixing;
import io.millrace.models.drift.adaptive.Renewal;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** One change to the standard settings: an idea that is left out, or one that is not in them. */
public enum Idea {
  STANDARD("nothing changed", s -> s),
  NO_TREES("without trees", s -> s.withTrees(s.trees().withCount(0))),
  NO_NETWORKS("without networks", s -> s.withNetworks(s.networks().withRates(List.of()))),
  NO_PERSISTENCE(
      "without the last labels as contexts", s -> s.withMemory(s.memory().withPersistence(false))),
  NO_CONTEXTS(
      "without attribute values as contexts", s -> s.withMemory(s.memory().withAttributes(0))),
  EVEN_MIX("the mean of all opinions", s -> s.withRouter(s.router().withMixing(Mixing.EVEN))),
  ONE_VOTE(
      "only the vote of the expert that is right most often, as DriftMoE does",
      s -> s.withRouter(s.router().withMixing(Mixing.BEST))),
  GATE_BY_LABEL(
      "the router's weights depend on the last label",
      s -> s.withRouter(s.router().withGating(Gating.LAST_LABEL))),
  GATE_BY_FEATURES(
      "the router's weights depend on the attributes",
      s -> s.withRouter(s.router().withGating(Gating.FEATURES))),
  RIGID_TREES("trees are never renewed", s -> s.withTrees(s.trees().withRenewal(Renewal.NONE))),
  ADWIN_TREES(
      "trees are renewed when ADWIN tells", s -> s.withTrees(s.trees().withRenewal(Renewal.ADWIN))),
  EVEN_WEIGHTS("instances weigh 1, not Poisson(6)", s -> s.withTrees(s.trees().withPoisson(0))),
  ALL_ATTRIBUTES(
      "leaves look at all attributes, not 60 %", s -> s.withTrees(s.trees().withSubspace(1))),
  TOP_THREE(
      "only the three trees that the router weighs most learn",
      s -> s.withTrees(s.trees().withTrained(3))),
  TEN_TREES("ten trees, not five", s -> s.withTrees(s.trees().withCount(10))),
  SLOW_NETWORK("only the slow network", s -> s.withNetworks(s.networks().withRates(List.of(1e-3)))),
  FAST_NETWORK("only the fast network", s -> s.withNetworks(s.networks().withRates(List.of(1e-2)))),
  RAW_NUMBERS(
      "networks read attributes as they are", s -> s.withNetworks(s.networks().withFading(0))),
  SURE_IS_ENOUGH(
      "networks learn nothing from labels they gave 97 %",
      s -> s.withNetworks(s.networks().withMargin(0.03)));

  private final String description;
  private final UnaryOperator<AdaptiveSettings> change;

  Idea(String description, UnaryOperator<AdaptiveSettings> change) {
    this.description = description;
    this.change = change;
  }

  /** As the command line has it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String description() {
    return description;
  }

  /** The standard settings with this change. */
  public AdaptiveSettings settings() {
    return change.apply(AdaptiveSettings.standard());
  }

  /**
   * The idea of that name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Idea of(String label) {
    for (Idea idea : values()) {
      if (idea.label().equals(label)) {
        return idea;
      }
    }
    throw new IllegalArgumentException(
        "there is no idea '" + label + "': use one of " + String.join(", ", labels()));
  }

  /** All names. */
  public static List<String> labels() {
    return Stream.of(values()).map(Idea::label).toList();
  }
}
