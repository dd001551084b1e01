/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.transit;

import io.millrace.models.origin.Origin;

/** What can happen to a labelled stream. */
public sealed interface DriftEvent permits Arrival, LateLabel, SharedParameters {
  /** The key. */
  String streamId();

  /** The instance within its stream. */
  String instanceId();

  /** Event time, milliseconds since the epoch. */
  long timeMillis();

  /** Where it was read. */
  Origin origin();
}
