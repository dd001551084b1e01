/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.inspect;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.millrace.models.cnn.Mode;
import io.millrace.models.cnn.plan.LayerReport;
import io.millrace.models.cnn.plan.Streamability;
import io.millrace.models.cnn.plan.StreamingPlan;
import java.util.List;

/** The document that {@code inspect --json} prints; the streaming plan's words and figures. */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
record InspectReport(
    String streamable,
    String why,
    String mode,
    boolean accepted,
    int receptiveField,
    Number cumulativeStride,
    int alignment,
    int window,
    int hop,
    int lookAhead,
    int featureRows,
    double poolingErrorBound,
    int stateBytesPerKey,
    long flopsPerHop,
    long flopsFull,
    double idealSpeedup,
    List<LayerReport> layers,
    @JsonInclude(JsonInclude.Include.NON_NULL) ModelCheck.Result check) {

  static InspectReport of(StreamingPlan plan, ModelCheck.Result check) {
    return new InspectReport(
        plan.streamability().label(),
        plan.why(),
        plan.mode().label(),
        plan.accepted(),
        plan.receptiveField(),
        number(plan.cumulativeStride()),
        plan.alignment(),
        plan.timeline().window(),
        plan.timeline().hop(),
        plan.timeline().delay(),
        plan.embeddingSteps(),
        plan.poolingErrorBound(),
        plan.stateBytesPerKey(),
        plan.flopsPerHop(),
        plan.flopsFull(),
        plan.idealSpeedup(),
        plan.reports(),
        check);
  }

  /** Of a model that uses something that cannot be streamed, so that there is no plan. */
  static InspectReport refused(String why, Mode mode, int window, int hop) {
    return new InspectReport(
        Streamability.NO.label(),
        why,
        mode.label(),
        false,
        0,
        0,
        0,
        window,
        hop,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        List.of(),
        null);
  }

  private static Number number(String fraction) {
    int slash = fraction.indexOf('/');
    if (slash < 0) {
      return Integer.valueOf(fraction);
    }
    return Double.parseDouble(fraction.substring(0, slash))
        / Double.parseDouble(fraction.substring(slash + 1));
  }
}
