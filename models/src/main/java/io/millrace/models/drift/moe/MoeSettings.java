/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.moe;

import io.millrace.models.neural.AdamSettings;
import java.util.List;

/**
 * How DriftMoE routes.
 *
 * @param classes known beforehand, at least 2; others are welcome later
 * @param experts of {@link MoeData}, at least 1 and at most 64
 * @param trained how many of them learn an instance, 1 to experts
 * @param temperature of the softmax over the router's outputs, above 0
 * @param batch instances per step of the router of {@link MoeData}, at least 1
 * @param hidden widths of the router's hidden layers
 * @param dropout after the first of them, in training
 * @param adam how the router steps
 */
public record MoeSettings(
    int classes,
    int experts,
    int trained,
    double temperature,
    int batch,
    List<Integer> hidden,
    double dropout,
    AdamSettings adam) {
  public MoeSettings {
    hidden = List.copyOf(hidden);
    require(classes >= 2, "classes", classes, "2 or more");
    require(experts >= 1 && experts <= 64, "experts", experts, "1 to 64");
    require(trained >= 1 && trained <= experts, "trained", trained, "1 to the number of experts");
    require(temperature > 0, "temperature", temperature, "above 0");
    require(batch >= 1, "batch", batch, "1 or more");
  }

  private static void require(boolean holds, String name, double value, String range) {
    if (!holds) {
      throw new IllegalArgumentException(
          "mixture of experts: " + name + " is " + value + ", must be " + range);
    }
  }

  /** As published: 12 experts of which 3 learn, temperature 0.8, router 256-128, batch 256. */
  public static MoeSettings published(int classes) {
    return new MoeSettings(
        Math.max(2, classes), 12, 3, 0.8, 256, List.of(256, 128), 0.2, AdamSettings.of(2e-3));
  }

  public MoeSettings withExperts(int newExperts, int newTrained) {
    return new MoeSettings(
        classes, newExperts, newTrained, temperature, batch, hidden, dropout, adam);
  }

  public MoeSettings withBatch(int newBatch) {
    return new MoeSettings(classes, experts, trained, temperature, newBatch, hidden, dropout, adam);
  }
}
