/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import io.millrace.models.drift.learner.Labels;
import io.millrace.state.drift.DriftState;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;

/**
 * How labelled streams are treated.
 *
 * @param learner name of the learner, in a prediction's model version
 * @param detector name of the detector of changes in the error rate, in alarms
 * @param labelDelay how long after its instance, in event time, a label may come; 0 where labels
 *     come with their instances only
 * @param maxWaiting instances per stream that may wait for their label
 * @param window predictions judged per report
 * @param coldLabels labels below which the learner is not to be relied on
 * @param maxAttributes of an instance
 * @param maxClasses of a stream: predictions, learners and reports hold something per class
 * @param classNames numbered from 0; further names get the next numbers
 * @param idle event time after which a silent stream is forgotten
 */
@RecordBuilder
public record DriftRules(
    String learner,
    String detector,
    Duration labelDelay,
    int maxWaiting,
    int window,
    int coldLabels,
    int maxAttributes,
    int maxClasses,
    List<String> classNames,
    Duration idle)
    implements Serializable, DriftRulesBuilder.With {
  /** Greatest {@link #maxAttributes}: states of more could not be read again. */
  public static final int MAX_ATTRIBUTES = DriftState.MAX_WIDTH;

  public DriftRules {
    classNames = List.copyOf(classNames);
    require(!labelDelay.isNegative(), "labelDelay", labelDelay, "0 or more");
    require(maxWaiting >= 1, "maxWaiting", maxWaiting, "1 or more");
    require(window >= 1, "window", window, "1 or more");
    require(coldLabels >= 0, "coldLabels", coldLabels, "0 or more");
    require(
        maxAttributes >= 1 && maxAttributes <= MAX_ATTRIBUTES,
        "maxAttributes",
        maxAttributes,
        "1 to " + MAX_ATTRIBUTES);
    require(
        maxClasses >= 1 && maxClasses <= Labels.MAX + 1,
        "maxClasses",
        maxClasses,
        "1 to " + (Labels.MAX + 1));
    require(
        classNames.size() <= maxClasses,
        "classNames",
        classNames.size() + " names",
        "at most maxClasses, " + maxClasses);
    require(idle.toMillis() >= 1, "idle", idle, "1 ms or more");
  }

  /**
   * Labels up to an hour late, reports every 1,000 judgements, at most 1,000 classes, streams
   * forgotten after a day.
   */
  public static DriftRules of(String learner, String detector) {
    return new DriftRules(
        learner,
        detector,
        Duration.ofHours(1),
        100_000,
        1000,
        100,
        10_000,
        1000,
        List.of(),
        Duration.ofDays(1));
  }

  private static void require(boolean holds, String name, Object value, String wanted) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + ": give " + wanted);
    }
  }
}
