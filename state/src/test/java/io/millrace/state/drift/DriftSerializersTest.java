/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.drift;

import io.millrace.models.drift.evaluate.Scores;
import io.millrace.models.drift.transit.Alarm;
import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.drift.transit.ClassPrediction;
import io.millrace.models.drift.transit.LateLabel;
import io.millrace.models.drift.transit.SharedParameters;
import io.millrace.models.drift.transit.StrayLabel;
import io.millrace.models.drift.transit.StreamReport;
import io.millrace.models.drift.transit.StreamReport.Cause;
import io.millrace.models.origin.Origin;
import io.millrace.state.binary.Golden;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DriftSerializersTest {
  private static final Origin ORIGIN = new Origin("t", 3, 1L << 40);
  private static final LateLabel LABEL =
      new LateLabel("s", "i", -5, ClassLabel.of("up"), Origin.NONE);

  @Test
  void eventsKeepTheContract() throws IOException {
    DriftEventSerializer serializer = new DriftEventSerializer();
    double[] x = {1, Double.MIN_VALUE, -7.25};
    Golden.keepsContract(
        serializer, new Arrival("s", "i", 7, x, new int[] {0, 2}, ClassLabel.of(4), ORIGIN));
    Golden.keepsContract(serializer, new Arrival("s", "i", 7, x, new int[0], null, ORIGIN));
    Golden.keepsContract(serializer, LABEL);
    float[] values = {1, Float.MIN_VALUE, -0.25f};
    Golden.keepsContract(serializer, new SharedParameters("s", 3, 7, 99, values, ORIGIN));
  }

  @Test
  void whatNoStreamCouldTakeInTravelsAllTheSameToWhereItIsRefused() throws IOException {
    DriftEventSerializer serializer = new DriftEventSerializer();
    int[] positions = {100_000_000, Integer.MAX_VALUE, -1, Integer.MIN_VALUE};
    ClassLabel label = ClassLabel.of(Integer.MIN_VALUE);
    Golden.keepsContract(
        serializer, new Arrival("", "", -1, new double[0], positions, label, Origin.NONE));
    Golden.keepsContract(serializer, new LateLabel("", "", Long.MIN_VALUE, label, Origin.NONE));
  }

  @Test
  void outputsKeepTheContract() throws IOException {
    double[] votes = {0, 2.5};
    Golden.keepsContract(
        new ClassPredictionSerializer(),
        new ClassPrediction("s", "i", 7, 1, null, votes, -1, 0.5, true, "x/12"));
    Golden.keepsContract(
        new ClassPredictionSerializer(),
        new ClassPrediction("s", "i", 7, 1, "up", votes, 3, 0.5, false, "x/12"));
    Golden.keepsContract(new StrayLabelSerializer(), new StrayLabel(LABEL, "why"));
    Golden.keepsContract(new StreamReportSerializer(), report(null, Cause.WINDOW));
    Golden.keepsContract(
        new StreamReportSerializer(), report(new Alarm("adwin", 5, 77, -0.25), Cause.ALARM));
  }

  private static StreamReport report(Alarm alarm, Cause cause) {
    Scores scores = new Scores(100, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2);
    long[] chosen = {60, 40};
    return new StreamReport(
        "s", 9, cause, "x/3", 5, 4, scores, 3, 2, 1, 1 << 20, alarm, chosen, new long[2], 0.1);
  }
}
