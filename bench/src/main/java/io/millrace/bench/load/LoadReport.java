/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

/** How a run under load went. */
public interface LoadReport {
  /** Whether all is as it should be. */
  boolean isClean();
}
