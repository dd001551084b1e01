/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.transit;

import io.millrace.models.origin.Origin;

/** What the decision about a model's rounds is based on. */
public sealed interface CohortEvent {
  /** The model, with its cohort. */
  String key();

  long timeMillis();

  Origin origin();

  /**
   * A part of an update has arrived; its chunks went to their shards.
   *
   * @param fragments which ones it holds
   * @param crcs their checksums, which tell chunks of one fragment apart
   * @param peak the largest magnitude among their values
   * @param squares the sum of squares per fragment
   * @param fault why the update must be refused; empty where nothing is wrong so far
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record PartNotice(
      UpdateHeader header,
      int[] fragments,
      int[] crcs,
      float peak,
      double[] squares,
      String fault,
      Origin origin)
      implements CohortEvent {
    @Override
    public String key() {
      return header.key();
    }

    @Override
    public long timeMillis() {
      return header.timeMillis();
    }
  }

  /** A worker says that it is there, or leaves. */
  record Heartbeat(String key, String worker, long timeMillis, boolean leaving, Origin origin)
      implements CohortEvent {}
}
