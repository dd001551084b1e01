/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What came out beside what should have.
 *
 * @param expectedRecords of the undisturbed run
 * @param lost ids that never came
 * @param duplicated records beyond the first of their id, and those nobody expected
 * @param mismatched ids whose records say something else
 * @param repeatedWhenUndisturbed ids that came twice even then: the comparison is no good
 */
@JsonNaming(SnakeCaseStrategy.class)
public record Comparison(
    long expectedRecords,
    long observedRecords,
    long lost,
    long duplicated,
    long mismatched,
    long repeatedWhenUndisturbed) {
  static final Comparison NONE = new Comparison(0, 0, 0, 0, 0, 0);

  Comparison plus(Comparison other) {
    return new Comparison(
        expectedRecords + other.expectedRecords,
        observedRecords + other.observedRecords,
        lost + other.lost,
        duplicated + other.duplicated,
        mismatched + other.mismatched,
        repeatedWhenUndisturbed + other.repeatedWhenUndisturbed);
  }

  @JsonIgnore
  public boolean isClean() {
    return lost == 0 && duplicated == 0 && mismatched == 0 && repeatedWhenUndisturbed == 0;
  }
}
