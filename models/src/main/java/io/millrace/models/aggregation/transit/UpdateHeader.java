/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.transit;

import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.shape.ModelShape;
import java.util.regex.Pattern;

/**
 * The envelope of an update; all its parts carry the same.
 *
 * @param cohort empty where all workers share one model
 * @param round the round the worker means, or -1
 * @param timeMillis event time
 * @param initial whether the values are the parameters that the model begins with
 */
public record UpdateHeader(
    String model,
    String cohort,
    Contribution contribution,
    long round,
    long timeMillis,
    ModelShape shape,
    boolean initial) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]{0,62}");

  /** Checks the names: they become parts of paths. */
  public UpdateHeader {
    checkedKey(model, cohort);
  }

  /** What is aggregated together. */
  public String key() {
    return checkedKey(model, cohort);
  }

  public UpdateId id() {
    return new UpdateId(contribution.worker(), contribution.update());
  }

  /**
   * The name of a cohort's model.
   *
   * @throws IllegalArgumentException when a name could lead out of its folder
   */
  public static String checkedKey(String model, String cohort) {
    require("model", model);
    if (cohort.isEmpty()) {
      return model;
    }
    require("cohort", cohort);
    return model + '+' + cohort;
  }

  private static void require(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the "
              + what
              + "'s name '"
              + name
              + "' must have 1 to 63 letters, digits, dots, underscores and hyphens, and not begin"
              + " with a dot or hyphen");
    }
  }
}
