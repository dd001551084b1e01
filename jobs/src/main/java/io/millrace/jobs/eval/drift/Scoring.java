/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval.drift;

import io.millrace.jobs.eval.drift.DriftReport.WindowReport;
import io.millrace.models.drift.evaluate.Outcome;
import io.millrace.models.drift.evaluate.Scores;
import io.millrace.models.drift.evaluate.Window;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.drift.stream.Instance;
import java.util.ArrayList;
import java.util.List;

/** Judges the votes on a stream, one instance after the other: all of them, and by windows. */
final class Scoring {
  private final Outcome outcome = new Outcome();
  private final Window all = Window.cumulative();
  private final List<WindowReport> windows = new ArrayList<>();
  private final int windowLength;
  private Window window = Window.cumulative();
  private int inWindow;
  private long seen;
  private long unlabelled;

  /**
   * @param windowLength labelled instances per window, 1 or more
   */
  Scoring(int windowLength) {
    this.windowLength = windowLength;
  }

  /**
   * Takes the next instance.
   *
   * @param label the true one, or {@link Instance#UNLABELLED}
   */
  void add(int label, Votes votes) {
    seen++;
    if (label == Instance.UNLABELLED) {
      unlabelled++;
      return;
    }
    outcome.judge(label, votes);
    all.add(outcome);
    window.add(outcome);
    if (++inWindow == windowLength) {
      endWindow();
    }
  }

  private void endWindow() {
    windows.add(WindowReport.of(seen, window.scores()));
    window = Window.cumulative();
    inWindow = 0;
  }

  /** Ends the last window; nothing can be added any more. */
  List<WindowReport> windows() {
    if (inWindow > 0) {
      endWindow();
    }
    return windows;
  }

  Scores scores() {
    return all.scores();
  }

  /** Instances so far, with label or without. */
  long seen() {
    return seen;
  }

  long unlabelled() {
    return unlabelled;
  }
}
