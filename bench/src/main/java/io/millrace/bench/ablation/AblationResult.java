/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.ablation;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * What came out. Measures are shares.
 *
 * @param delay of labels in instances
 * @param streams in the order they ran
 */
public record AblationResult(int delay, List<StreamResult> streams) {
  /**
   * @param instances of each run
   */
  public record StreamResult(String name, long instances, List<IdeaResult> results) {}

  /**
   * @param instancesPerS by the time that processors gave the run
   * @param bytes of the state in pieces
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record IdeaResult(String idea, double accuracy, double instancesPerS, long bytes) {}
}
