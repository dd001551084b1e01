/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval.drift;

import io.millrace.jobs.eval.drift.Recording.Verdict;
import io.millrace.models.drift.learner.Votes;
import io.millrace.schemas.DriftPrediction;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Holds the predictions of a job against a recording. All streams are compared; the first one is
 * judged, in the order in which its predictions come.
 */
final class StreamedPredictions {
  private final Recording recording;
  private final Scoring scoring;
  private final String judged;
  private final Map<String, BitSet> seen = new HashMap<>();
  private final Votes votes = new Votes();
  private long distinct;
  private long repeated;
  private long wrong;
  private double maxDifference;

  /**
   * @param recording of every one of the streams
   * @param streams their ids, one or more
   * @param scoring gets the votes on the first
   */
  StreamedPredictions(Recording recording, List<String> streams, Scoring scoring) {
    this.recording = recording;
    this.scoring = scoring;
    this.judged = streams.get(0);
    streams.forEach(stream -> seen.put(stream, new BitSet(recording.size())));
  }

  /** Takes a prediction; those of other streams are passed over. */
  void take(DriftPrediction prediction) {
    BitSet own = seen.get(prediction.getStreamId());
    if (own == null) {
      return;
    }
    int number = Integer.parseInt(prediction.getInstanceId());
    if (own.get(number)) {
      repeated++;
      return;
    }
    own.set(number);
    distinct++;
    Verdict expected = recording.of(number);
    if (prediction.getLabel() != expected.predicted()) {
      wrong++;
    }
    List<Double> said = prediction.getVotes();
    votes.clear(said.size());
    for (int c = 0; c < said.size(); c++) {
      votes.set(c, said.get(c));
    }
    int classes = Math.max(said.size(), expected.votes().length);
    for (int c = 0; c < classes; c++) {
      double alone = c < expected.votes().length ? expected.votes()[c] : 0;
      // Math.max keeps a NaN, which no difference may hide.
      maxDifference = Math.max(maxDifference, Math.abs(votes.of(c) - alone));
    }
    if (prediction.getStreamId().equals(judged)) {
      scoring.add(expected.label(), votes);
    }
  }

  long expected() {
    return (long) recording.size() * seen.size();
  }

  /** Whether every instance of every stream has its prediction. */
  boolean complete() {
    return distinct == expected();
  }

  /** Instances with a prediction. */
  long distinct() {
    return distinct;
  }

  long missing() {
    return expected() - distinct;
  }

  /** Predictions of another class, those that are missing included. */
  long disagreements() {
    return wrong + missing();
  }

  long repeated() {
    return repeated;
  }

  /** The largest difference of any vote. */
  double maxDifference() {
    return maxDifference;
  }
}
