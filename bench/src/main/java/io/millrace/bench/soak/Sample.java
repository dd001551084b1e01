/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.soak;

/**
 * A value at a time.
 *
 * @param seconds since the beginning
 * @param of a process, a job, or empty for the cluster
 */
record Sample(double seconds, Measure measure, String of, double value) {
  /** The same at another time. */
  Sample at(double other) {
    return new Sample(other, measure, of, value);
  }
}
