/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import io.millrace.jobs.share.EncodeUpdates.Telling;
import io.millrace.jobs.share.Sharing;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.graph.transit.GraphEvent;
import io.millrace.models.graph.transit.GraphParameters;
import io.millrace.models.shape.ModelShape;

/** What graphs tell, as updates of the model that all of them share. */
final class GraphUpdates implements Telling<GraphEvent> {
  private static final long serialVersionUID = 1L;

  private final Sharing sharing;
  private final ParameterShape source;
  private transient ModelShape shape;

  GraphUpdates(Sharing sharing, ParameterShape source) {
    this.sharing = sharing;
    this.source = source;
  }

  @Override
  public UpdateHeader header(GraphEvent event) {
    if (shape == null) {
      shape = source.get();
    }
    GraphParameters told = (GraphParameters) event;
    Contribution contribution =
        new Contribution(
            sharing.worker() + '/' + told.graphId(),
            // Neither goes back, and a graph that was forgotten begins at a later time.
            told.sequence() + "@" + told.timeMillis(),
            told.base(),
            told.learned(),
            1,
            1,
            0,
            told.delta() ? Payload.DELTA : Payload.MODEL);
    return new UpdateHeader(sharing.model(), "", contribution, -1, told.timeMillis(), shape, false);
  }

  @Override
  public float[] values(GraphEvent event) {
    return ((GraphParameters) event).values();
  }
}
