/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.generator;

import io.millrace.models.drift.stream.ConceptDrift;
import io.millrace.models.drift.stream.InstanceStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Made-up streams that go by a name: those of DriftMoE (arXiv 2507.18464) and two for speed. They
 * do not end; DriftMoE uses their first 1,000,000 instances, and so does {@link #LENGTH}.
 *
 * <p>LED and SEA change their concept three times, gradually around 225,000, 475,000 and 725,000
 * with a width of 50,000, or abruptly at 249,975, 499,975 and 749,975 with a width of 50. Every
 * concept starts the same random sequence, as the original does; with the same seeds, MOA's nested
 * ConceptDriftStream gives the same instances.
 */
public enum Benchmark {
  /** LED, 10 % noise; 1, 3, 5 and 7 drifting attributes; gradual. */
  LED_GRADUAL("led-g"),
  /** The same, abrupt. */
  LED_ABRUPT("led-a"),
  /** SEA, 10 % noise; functions 1, 2, 4 and 1 again; gradual. */
  SEA_GRADUAL("sea-g"),
  /** The same, abrupt. */
  SEA_ABRUPT("sea-a"),
  /** Radial basis functions: 2 classes, 10 attributes, 50 centroids at a speed of 0.0001. */
  RBF_MODERATE("rbf-m"),
  /** The same at 0.001. */
  RBF_FAST("rbf-f"),
  /** A random tree over 15 nominal attributes of 5 values and 15 numeric ones, 2 classes. */
  TREE_30("rtg-30"),
  /** Radial basis functions that stay: 2 classes, 10 attributes, 50 centroids. */
  RBF_10("rbf-10");

  /** How many instances of each an evaluation uses. */
  public static final long LENGTH = 1_000_000;

  private final String label;

  Benchmark(String label) {
    this.label = label;
  }

  /** The name on the command line. */
  public String label() {
    return label;
  }

  /** The benchmark of that name, if it is one. */
  public static Optional<Benchmark> find(String label) {
    return Stream.of(values()).filter(each -> each.label.equals(label)).findFirst();
  }

  /** The stream from its beginning, without end. */
  public InstanceStream open(long seed) {
    return switch (this) {
      case LED_GRADUAL -> gradual(led(seed));
      case LED_ABRUPT -> abrupt(led(seed));
      case SEA_GRADUAL -> gradual(sea(seed));
      case SEA_ABRUPT -> abrupt(sea(seed));
      case RBF_MODERATE -> new RadialBasis(rbf(seed).drifting(0.0001));
      case RBF_FAST -> new RadialBasis(rbf(seed).drifting(0.001));
      case TREE_30 -> new RandomTree(RandomTree.Settings.defaults(seed).attributes(15, 15));
      case RBF_10 -> new RadialBasis(rbf(seed));
    };
  }

  private static List<InstanceStream> led(long seed) {
    List<InstanceStream> concepts = new ArrayList<>();
    for (int drifting = 1; drifting <= 7; drifting += 2) {
      concepts.add(new Led(drifting, 10, seed));
    }
    return concepts;
  }

  private static List<InstanceStream> sea(long seed) {
    return Stream.of(1, 2, 4, 1).<InstanceStream>map(f -> new Sea(f, 10, seed)).toList();
  }

  private static RadialBasis.Settings rbf(long seed) {
    return RadialBasis.Settings.defaults(seed);
  }

  private static InstanceStream gradual(List<InstanceStream> concepts) {
    return ConceptDrift.sequence(
        concepts, List.of(225_000, 475_000, 725_000), 50_000, ConceptDrift.DEFAULT_SEED);
  }

  private static InstanceStream abrupt(List<InstanceStream> concepts) {
    return ConceptDrift.sequence(
        concepts, List.of(249_975, 499_975, 749_975), 50, ConceptDrift.DEFAULT_SEED);
  }
}
