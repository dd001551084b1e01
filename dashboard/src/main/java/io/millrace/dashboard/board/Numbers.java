/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.board;

/** Numbers as they are sent: no more digits than are seen. */
final class Numbers {
  private Numbers() {}

  /**
   * With so many digits behind the point.
   *
   * @return null where the value is null, infinite or no number
   */
  static Double round(Number value, int digits) {
    if (value == null || !Double.isFinite(value.doubleValue())) {
      return null;
    }
    double scale = Math.pow(10, digits);
    return Math.round(value.doubleValue() * scale) / scale;
  }
}
