/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.drift;

import io.millrace.models.drift.transit.ClassPrediction;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.drift.transit.StrayLabel;
import io.millrace.models.drift.transit.StreamReport;
import io.millrace.state.binary.BinaryType;

/** Type information of labelled streams, so that no job falls back on generic serialization. */
public final class DriftTypes {
  public static final BinaryType<DriftEvent> EVENT =
      BinaryType.of(DriftEvent.class, DriftEventSerializer::new);
  public static final BinaryType<ClassPrediction> PREDICTION =
      BinaryType.of(ClassPrediction.class, ClassPredictionSerializer::new);
  public static final BinaryType<StreamReport> REPORT =
      BinaryType.of(StreamReport.class, StreamReportSerializer::new);
  public static final BinaryType<StrayLabel> STRAY_LABEL =
      BinaryType.of(StrayLabel.class, StrayLabelSerializer::new);

  private DriftTypes() {}
}
