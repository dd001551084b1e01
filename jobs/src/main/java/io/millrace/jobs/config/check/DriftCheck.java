/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config.check;

import io.millrace.jobs.config.DriftOptions;
import io.millrace.models.drift.catalogue.LearnerCatalogue;
import io.millrace.models.drift.learner.Labels;
import io.millrace.operators.drift.CatalogueParts;
import io.millrace.operators.drift.DriftRules;
import io.millrace.operators.drift.Split;

/** Learners under drift, their classes, attributes and labels. */
final class DriftCheck {
  private DriftCheck() {}

  static void check(Inspection inspection) {
    if (!LearnerCatalogue.has(inspection.get(DriftOptions.LEARNER))) {
      inspection.oneOf(DriftOptions.LEARNER, LearnerCatalogue.names());
    }
    inspection.oneOf(DriftOptions.DETECTOR, CatalogueParts.DETECTORS);
    classes(inspection);
    inspection.atLeast(DriftOptions.MAX_WAITING, 1);
    inspection.atLeast(DriftOptions.MAX_ATTRIBUTES, 1);
    inspection.atMost(DriftOptions.MAX_ATTRIBUTES, DriftRules.MAX_ATTRIBUTES);
    inspection.atLeast(DriftOptions.REPORT_WINDOW, 1);
    inspection.atLeast(DriftOptions.COLD_LABELS, 0);
    inspection.notNegative(DriftOptions.LABEL_DELAY);
    inspection.notNegative(DriftOptions.DISORDER_BOUND);
    inspection.notNegative(DriftOptions.IDLE_TIMEOUT);
    inspection.notNegative(DriftOptions.MAX_APART);
    inspection.notNegative(DriftOptions.MAX_AHEAD);
    try {
      Split.of(inspection.get(DriftOptions.SPLIT));
    } catch (IllegalArgumentException e) {
      inspection.complain(DriftOptions.SPLIT, e.getMessage(), "write it as clicks=8, views=4");
    }
  }

  private static void classes(Inspection inspection) {
    inspection.atLeast(DriftOptions.CLASSES, 1);
    inspection.atLeast(DriftOptions.MAX_CLASSES, 1);
    inspection.atMost(DriftOptions.MAX_CLASSES, Labels.MAX + 1);
    int most = inspection.get(DriftOptions.MAX_CLASSES);
    if (inspection.get(DriftOptions.CLASSES) > most) {
      inspection.complain(
          DriftOptions.CLASSES,
          "more than " + DriftOptions.MAX_CLASSES.key() + " = " + most,
          "lower it, or raise the other");
    }
  }
}
