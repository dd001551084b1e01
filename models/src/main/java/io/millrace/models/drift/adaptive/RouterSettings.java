/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.adaptive;

/**
 * How opinions become one.
 *
 * @param mixing what becomes of the opinions
 * @param gating what the weights depend on
 * @param rate of learning the weights, above 0
 */
public record RouterSettings(Mixing mixing, Gating gating, double rate) {
  /**
   * @throws IllegalArgumentException naming the setting that is out of range
   */
  public RouterSettings {
    AdaptiveSettings.require(rate > 0, "rate", rate, "above 0");
  }

  public RouterSettings withMixing(Mixing value) {
    return new RouterSettings(value, gating, rate);
  }

  public RouterSettings withGating(Gating value) {
    return new RouterSettings(mixing, value, rate);
  }

  public RouterSettings withRate(double value) {
    return new RouterSettings(mixing, gating, value);
  }
}
