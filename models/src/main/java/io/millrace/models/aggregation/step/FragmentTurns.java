/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.step;

/**
 * Which groups of layers are synchronised when (Douillard et al., "Streaming DiLoCo with
 * overlapping communication", 2025, section 2.2): within a period every group has its turn, at even
 * distances, so that the peak of traffic is a group and not the model.
 *
 * @param groups at least 1
 * @param period inner steps between two turns of one group, a multiple of groups
 * @param delay inner steps that pass between a turn and the arrival of its result, less than the
 *     distance of two turns
 * @param strided layers go round the groups; otherwise neighbours share one
 */
public record FragmentTurns(int groups, int period, int delay, boolean strided) {
  /** Checks that turns are even and results come before the next turn. */
  public FragmentTurns {
    if (groups < 1 || period < groups || period % groups != 0) {
      throw new IllegalArgumentException(
          "period is " + period + ", must be a multiple of the " + groups + " groups (>= 1)");
    }
    if (delay < 0 || delay >= period / groups) {
      throw new IllegalArgumentException(
          "delay is "
              + delay
              + ", must be at least 0 and below the distance of two turns, "
              + period / groups);
    }
  }

  /** The group of a layer. */
  public int group(int layer, int layers) {
    java.util.Objects.checkIndex(layer, layers);
    return strided ? layer % groups : (int) ((long) layer * groups / layers);
  }

  /** The group whose turn it is after an inner step counted from 1, or -1. */
  public int due(long innerStep) {
    int distance = period / groups;
    if (innerStep <= 0 || innerStep % distance != 0) {
      return -1;
    }
    return (int) ((innerStep / distance - 1) % groups);
  }

  /** The group whose result a worker mixes in after an inner step, or -1. */
  public int arriving(long innerStep) {
    return due(innerStep - delay);
  }

  /**
   * What a worker does with an arriving result: {@code share · local + (1 - share) · global}
   * (equation 4; a share of 0 takes the global one).
   */
  public static void mix(float[] local, float[] global, double share) {
    for (int i = 0; i < local.length; i++) {
      local[i] = (float) (share * local[i] + (1 - share) * global[i]);
    }
  }
}
