/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.nat;

import io.millrace.models.neural.AdamSettings;

/**
 * The shape of a neighbourhood-aware network.
 *
 * @param self floats of a node's own representation
 * @param slot floats of a cached neighbour's representation
 * @param time floats of a time code
 * @param position floats of the code of where a neighbour was found
 * @param edgeFeatures features per edge, 0 or more
 * @param near slots for neighbours, 1 to 64
 * @param far slots for neighbours' neighbours, 1 to 64
 * @param replacement probability that a newcomer takes an occupied slot, in (0, 1]
 * @param width of the decoder's hidden layer
 * @param adam how it learns
 */
public record NatSettings(
    int self,
    int slot,
    int time,
    int position,
    int edgeFeatures,
    int near,
    int far,
    double replacement,
    int width,
    AdamSettings adam) {
  public NatSettings {
    if (self < 1 || slot < 1 || time < 1 || position < 1 || edgeFeatures < 0 || width < 1) {
      throw new IllegalArgumentException(
          "self=%d, slot=%d, time=%d, position=%d, edgeFeatures=%d, width=%d: give at least 1, and 0 for the features"
              .formatted(self, slot, time, position, edgeFeatures, width));
    }
    if (near < 1 || near > 64 || far < 1 || far > 64) {
      throw new IllegalArgumentException(
          "near=%d, far=%d: give 1 to 64 slots".formatted(near, far));
    }
    if (!(replacement > 0 && replacement <= 1)) {
      throw new IllegalArgumentException(
          "replacement=%s: give a probability above 0".formatted(replacement));
    }
  }

  /** The released defaults: 72 and 4 floats, 32 and 16 slots, replacement 0.9. */
  public static NatSettings of(int edgeFeatures) {
    return new NatSettings(72, 4, 8, 16, edgeFeatures, 32, 16, 0.9, 72, AdamSettings.of(1e-3));
  }

  public NatSettings with(AdamSettings newAdam) {
    return new NatSettings(
        self, slot, time, position, edgeFeatures, near, far, replacement, width, newAdam);
  }

  /** Other numbers of slots, and another probability of replacement. */
  public NatSettings caching(int newNear, int newFar, double newReplacement) {
    return new NatSettings(
        self, slot, time, position, edgeFeatures, newNear, newFar, newReplacement, width, adam);
  }
}
