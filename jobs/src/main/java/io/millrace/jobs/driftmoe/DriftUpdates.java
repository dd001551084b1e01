/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.driftmoe;

import io.millrace.jobs.share.EncodeUpdates.Telling;
import io.millrace.jobs.share.Sharing;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.drift.transit.SharedParameters;
import io.millrace.models.shape.ModelShape;

/** What parts of streams tell, as updates of the model that the parts of a stream share. */
final class DriftUpdates implements Telling<DriftEvent> {
  private static final long serialVersionUID = 1L;

  private final Sharing sharing;

  DriftUpdates(Sharing sharing) {
    this.sharing = sharing;
  }

  @Override
  public UpdateHeader header(DriftEvent event) {
    SharedParameters told = (SharedParameters) event;
    Contribution contribution =
        new Contribution(
            sharing.worker() + '/' + told.streamId() + '/' + told.part(),
            // Neither goes back, and a stream that was forgotten begins at a later time.
            told.learned() + "@" + told.timeMillis(),
            told.base(),
            told.since(),
            1,
            1,
            0,
            Payload.MODEL);
    return new UpdateHeader(
        sharing.model(),
        Sharing.cohort(told.streamId()),
        contribution,
        -1,
        told.timeMillis(),
        ModelShape.flat(told.values().length),
        false);
  }

  @Override
  public float[] values(DriftEvent event) {
    return ((SharedParameters) event).values();
  }
}
