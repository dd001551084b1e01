/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.transit;

/**
 * What a learner said of an instance before it learned from it.
 *
 * @param timeMillis event time of the instance
 * @param label the predicted class; 0 while the learner knows nothing
 * @param labelName its name, or null where the stream's labels are numbers
 * @param votes for each class seen so far, not normalised
 * @param expert with most say, or -1 where the learner has none
 * @param confidence the predicted class's share of the votes, above 0 and at most 1
 * @param cold whether the learner has seen too few labels to be relied on
 * @param modelVersion the learner and how many labels it had learned, as name/number
 */
public record ClassPrediction(
    String streamId,
    String instanceId,
    long timeMillis,
    int label,
    String labelName,
    double[] votes,
    int expert,
    double confidence,
    boolean cold,
    String modelVersion) {}
