/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.ablation;

import io.millrace.models.drift.adaptive.AdaptiveSettings;
import io.millrace.models.drift.adaptive.Gating;
import io.millrace.models.drift.adaptive.MemorySettings;
import io.millrace.models.drift.adaptive.Mixing;
import io.millrace.models.drift.adaptive.NetworkSettings;
import io.millrace.models.drift.adaptive.Renewal;
import io.millrace.models.drift.adaptive.RouterSettings;
import io.millrace.models.drift.adaptive.TreeSettings;
import io.millrace.models.drift.tree.LeafPrediction;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** One change to the standard settings: an idea that is left out, or one that is not in them. */
public enum Idea {
  STANDARD("nothing changed"),
  NO_TREES("without trees"),
  NO_NETWORKS("without networks"),
  NO_PERSISTENCE("without the last labels as contexts"),
  NO_CONTEXTS("without attribute values as contexts"),
  EVEN_MIX("the mean of all opinions"),
  ONE_VOTE("only the expert that is right most often, as DriftMoE has it"),
  GATE_BY_LABEL("the router's weights depend on the last label"),
  GATE_BY_FEATURES("the router's weights depend on the attributes"),
  RIGID_TREES("trees are never renewed"),
  ADWIN_TREES("trees are renewed when ADWIN tells"),
  EVEN_WEIGHTS("instances weigh 1, not Poisson(6) of at most 8"),
  POISSON_ONE("instances weigh Poisson(1), as in online bagging"),
  RANDOM_SUBSPACES("each leaf looks at 60 % of the attributes"),
  ADAPTIVE_LEAVES("leaves vote by majority where naive Bayes was right less often"),
  SHORT_GRACE("leaves try to split after a weight of 50, not 200"),
  TOP_THREE("only the three trees with the largest weights learn, as DriftMoE has it"),
  FOUR_TREES("four trees, not eight"),
  SIXTEEN_TREES("sixteen trees, not eight"),
  SLOW_NETWORK("only the slow network"),
  FAST_NETWORK("only the fast network"),
  RAW_NUMBERS("networks read attributes as they are"),
  SURE_IS_ENOUGH("networks learn nothing from labels they gave 97 %");

  private final String description;

  Idea(String description) {
    this.description = description;
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
    AdaptiveSettings all = AdaptiveSettings.standard();
    TreeSettings trees = all.trees();
    NetworkSettings networks = all.networks();
    MemorySettings memory = all.memory();
    RouterSettings router = all.router();
    return switch (this) {
      case STANDARD -> all;
      case NO_TREES -> all.withTrees(trees.withCount(0));
      case NO_NETWORKS -> all.withNetworks(networks.withRates(List.of()));
      case NO_PERSISTENCE -> all.withMemory(memory.withPersistence(false));
      case NO_CONTEXTS -> all.withMemory(memory.withAttributes(0));
      case EVEN_MIX -> all.withRouter(router.withMixing(Mixing.EVEN));
      case ONE_VOTE -> all.withRouter(router.withMixing(Mixing.BEST));
      case GATE_BY_LABEL -> all.withRouter(router.withGating(Gating.LAST_LABEL));
      case GATE_BY_FEATURES -> all.withRouter(router.withGating(Gating.FEATURES));
      case RIGID_TREES -> all.withTrees(trees.withRenewal(Renewal.NONE));
      case ADWIN_TREES -> all.withTrees(trees.withRenewal(Renewal.ADWIN));
      case EVEN_WEIGHTS -> all.withTrees(trees.withPoisson(0));
      case POISSON_ONE -> all.withTrees(trees.withPoisson(1));
      case RANDOM_SUBSPACES -> all.withTrees(trees.withSubspace(0.6));
      case ADAPTIVE_LEAVES ->
          all.withTrees(trees.withGrowth(trees.growth().withPrediction(LeafPrediction.ADAPTIVE)));
      case SHORT_GRACE -> all.withTrees(trees.withGrowth(trees.growth().withGrace(50)));
      case TOP_THREE -> all.withTrees(trees.withTrained(3));
      case FOUR_TREES -> all.withTrees(trees.withCount(4));
      case SIXTEEN_TREES -> all.withTrees(trees.withCount(16));
      case SLOW_NETWORK -> all.withNetworks(networks.withRates(List.of(1e-3)));
      case FAST_NETWORK -> all.withNetworks(networks.withRates(List.of(1e-2)));
      case RAW_NUMBERS -> all.withNetworks(networks.withFading(0));
      case SURE_IS_ENOUGH -> all.withNetworks(networks.withMargin(0.03));
    };
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
