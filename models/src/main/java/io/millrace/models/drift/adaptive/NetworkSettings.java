/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.adaptive;

import java.util.List;

/**
 * The experts that are networks.
 *
 * @param rates of learning, one per network: slow ones are exact, fast ones follow drifts
 * @param hidden width of the hidden layer
 * @param decay of the gradients' mean squares
 * @param margin an instance teaches nothing when its label had at least the probability 1 - margin
 * @param fading share of the newest value in the means that attributes are normalised by; 0 leaves
 *     attributes as they are
 * @param maxRows rows of the first layer: beyond so many, new nominal values share one
 */
public record NetworkSettings(
    List<Double> rates, int hidden, double decay, double margin, double fading, int maxRows) {
  /**
   * @throws IllegalArgumentException naming the setting that is out of range
   */
  public NetworkSettings {
    rates = List.copyOf(rates);
    AdaptiveSettings.require(rates.size() <= 8, "networks", rates.size(), "0 to 8");
    AdaptiveSettings.require(fading >= 0 && fading < 1, "fading", fading, "in [0, 1)");
    AdaptiveSettings.require(maxRows >= 1 && maxRows <= 1 << 20, "maxRows", maxRows, "1 to 2^20");
  }

  public NetworkSettings withRates(List<Double> value) {
    return new NetworkSettings(value, hidden, decay, margin, fading, maxRows);
  }

  public NetworkSettings withHidden(int value) {
    return new NetworkSettings(rates, value, decay, margin, fading, maxRows);
  }

  public NetworkSettings withDecay(double value) {
    return new NetworkSettings(rates, hidden, value, margin, fading, maxRows);
  }

  public NetworkSettings withMargin(double value) {
    return new NetworkSettings(rates, hidden, decay, value, fading, maxRows);
  }

  public NetworkSettings withFading(double value) {
    return new NetworkSettings(rates, hidden, decay, margin, value, maxRows);
  }
}
