/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.board;

import io.millrace.dashboard.ring.Ring;
import io.millrace.schemas.DriftAlarm;
import io.millrace.schemas.DriftReport;
import io.millrace.schemas.ExpertUse;
import java.util.ArrayList;
import java.util.List;

/** What is remembered of one labelled stream. Not thread-safe. */
final class DriftStream {
  private static final int REPORTS = 240;
  private static final int ALARMS = 240;
  private static final String WINDOW = "window";

  private final String id;
  private final Ring<Window> windows = new Ring<>(REPORTS);
  private final Ring<Alarm> alarms = new Ring<>(ALARMS);
  private DriftReport last;
  private long alarmCount;
  private double arrivalsPerMilli = Double.NaN;

  /**
   * A window of judged predictions.
   *
   * @param time when its last label became known
   * @param experts share of the predictions in which each expert had most say, by number
   */
  record Window(
      long time,
      long judged,
      Double accuracy,
      Double kappa,
      Double kappaM,
      Double kappaTemporal,
      Double f1,
      Double routerEntropy,
      List<Double> experts) {}

  /** A drift that a detector found. */
  record Alarm(String stream, String detector, long time, long judged, Double magnitude) {}

  /**
   * A stream in the list.
   *
   * @param waiting instances without a label yet
   * @param labelDelayMillis how late labels are: by Little's law, those that wait over those that
   *     come per time; null before two windows
   */
  record Summary(
      String id,
      String model,
      Double accuracy,
      Double kappa,
      long predicted,
      long judged,
      int waiting,
      Double labelDelayMillis,
      long unmatched,
      long unlabelled,
      long learnerBytes,
      long alarms,
      long time) {}

  /** A stream with its history, the oldest first. */
  record Detail(Summary summary, List<Window> windows, List<Alarm> alarms) {}

  DriftStream(String id) {
    this.id = id;
  }

  List<Alarm> report(DriftReport report) {
    List<Alarm> found = new ArrayList<>();
    for (DriftAlarm alarm : report.getAlarms()) {
      Alarm one =
          new Alarm(
              id,
              alarm.getDetector(),
              alarm.getEventTime().toEpochMilli(),
              alarm.getJudged(),
              Numbers.round(alarm.getMagnitude(), 3));
      alarms.add(one);
      found.add(one);
      alarmCount++;
    }
    if (report.getKind().equals(WINDOW)) {
      if (last != null) {
        long millis = report.getEventTime().toEpochMilli() - last.getEventTime().toEpochMilli();
        long predicted = report.getPredicted() - last.getPredicted();
        arrivalsPerMilli = millis > 0 ? (double) predicted / millis : Double.NaN;
      }
      windows.add(window(report));
      last = report;
    }
    return found;
  }

  private static Window window(DriftReport report) {
    long all = report.getExperts().stream().mapToLong(ExpertUse::getChosen).sum();
    List<Double> experts = new ArrayList<>();
    for (ExpertUse use : report.getExperts()) {
      experts.add(all == 0 ? 0.0 : Numbers.round((double) use.getChosen() / all, 3));
    }
    return new Window(
        report.getEventTime().toEpochMilli(),
        report.getJudged(),
        Numbers.round(report.getAccuracy(), 4),
        Numbers.round(report.getKappa(), 4),
        Numbers.round(report.getKappaM(), 4),
        Numbers.round(report.getKappaTemporal(), 4),
        Numbers.round(report.getF1(), 4),
        Numbers.round(report.getRouterEntropy(), 3),
        experts);
  }

  Summary summary() {
    if (last == null) {
      return new Summary(id, null, null, null, 0, 0, 0, null, 0, 0, 0, alarmCount, 0);
    }
    return new Summary(
        id,
        last.getModelVersion(),
        Numbers.round(last.getAccuracy(), 4),
        Numbers.round(last.getKappa(), 4),
        last.getPredicted(),
        last.getJudged(),
        last.getWaiting(),
        Numbers.round(last.getWaiting() / arrivalsPerMilli, 0),
        last.getUnmatchedLabels(),
        last.getUnlabelled(),
        last.getLearnerBytes(),
        alarmCount,
        last.getEventTime().toEpochMilli());
  }

  Detail detail() {
    return new Detail(summary(), windows.oldestFirst(), alarms.oldestFirst());
  }
}
