/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.generator;

import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;

/** A number that all values and labels of a stream's beginning go into, bit for bit. */
final class Fingerprint {
  private Fingerprint() {}

  static long of(InstanceStream stream, int instances) {
    Instance instance = stream.schema().newInstance();
    long hash = 1;
    for (int n = 0; n < instances && stream.next(instance); n++) {
      for (double value : instance.x) {
        hash = hash * 31 + Double.doubleToLongBits(value + 0.0);
      }
      hash = hash * 31 + instance.label;
    }
    return hash;
  }
}
