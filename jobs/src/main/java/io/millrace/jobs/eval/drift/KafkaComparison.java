/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval.drift;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * The predictions of the job, instance for instance against those of the learner alone.
 *
 * @param parallelism of the job
 * @param streams of which each got all instances
 * @param predictions expected of the job, over all streams
 * @param disagreements predictions of another class, those that are missing included
 * @param missing instances without a committed prediction
 * @param repeated committed predictions beyond the first of an instance
 * @param maxAbsDiff the largest difference of any vote
 * @param deadLetters that the job wrote
 * @param unmatchedLabels that found no instance
 * @param seconds from the first instance sent until the last prediction was committed
 * @param learnerInstancesPerS of the learner alone
 */
@JsonNaming(SnakeCaseStrategy.class)
public record KafkaComparison(
    int parallelism,
    int streams,
    long predictions,
    long disagreements,
    long missing,
    long repeated,
    double maxAbsDiff,
    long deadLetters,
    long unmatchedLabels,
    long jobRestarts,
    long checkpoints,
    double seconds,
    double learnerInstancesPerS) {}
