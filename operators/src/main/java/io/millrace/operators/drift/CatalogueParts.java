/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import io.millrace.models.drift.catalogue.LearnerCatalogue;
import io.millrace.models.drift.detect.Adwin;
import io.millrace.models.drift.detect.Ddm;
import io.millrace.models.drift.detect.Detector;
import io.millrace.models.drift.detect.Eddm;
import io.millrace.models.drift.detect.Kswin;
import io.millrace.models.drift.detect.PageHinkley;
import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Learner;
import io.millrace.state.drift.DriftParts;
import java.util.List;

/**
 * Learners and detectors by name, with their defaults.
 *
 * @param learnerName a name in the {@link LearnerCatalogue}
 * @param detectorName one of {@link #DETECTORS}
 * @param classes known beforehand
 * @param seed of every stream's learner
 */
public record CatalogueParts(String learnerName, String detectorName, int classes, long seed)
    implements DriftParts {
  /** All names of detectors; {@code none} switches alarms off. */
  public static final List<String> DETECTORS =
      List.of("adwin", "ddm", "eddm", "page-hinkley", "kswin", "none");

  private static final double ADWIN_DELTA = 0.002;

  /**
   * @throws IllegalArgumentException when there is no such learner or detector
   */
  public CatalogueParts {
    if (!LearnerCatalogue.has(learnerName)) {
      throw new IllegalArgumentException(
          "there is no learner '"
              + learnerName
              + "': use one of "
              + String.join(", ", LearnerCatalogue.names()));
    }
    if (!DETECTORS.contains(detectorName)) {
      throw new IllegalArgumentException(
          "there is no detector '"
              + detectorName
              + "': use one of "
              + String.join(", ", DETECTORS));
    }
  }

  @Override
  public Learner learner(Attributes attributes) {
    return LearnerCatalogue.create(learnerName, attributes, classes, seed);
  }

  @Override
  public Detector detector() {
    return switch (detectorName) {
      case "adwin" -> new Adwin(ADWIN_DELTA);
      case "ddm" -> new Ddm();
      case "eddm" -> new Eddm();
      case "page-hinkley" -> new PageHinkley();
      case "kswin" -> new Kswin(seed);
      default -> null;
    };
  }
}
