/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.drift;

import io.millrace.models.drift.detect.Detector;
import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Learner;
import java.io.Serializable;

/** Makes what a stream's state consists of, the same for every stream and after every restore. */
public interface DriftParts extends Serializable {
  /** A learner that has learned nothing. */
  Learner learner(Attributes attributes);

  /** A detector of changes in the error rate, or null for none. */
  Detector detector();
}
