/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.topic;

import io.millrace.jobs.plot.Chart;
import io.millrace.jobs.report.page.Block;
import io.millrace.jobs.report.page.Block.Column;
import io.millrace.jobs.report.page.Block.Shade;
import io.millrace.jobs.report.page.Numerals;
import io.millrace.jobs.report.page.Section;
import io.millrace.schemas.DriftAlarm;
import io.millrace.schemas.DriftPrediction;
import io.millrace.schemas.DriftReport;
import io.millrace.schemas.ExpertUse;
import io.millrace.schemas.UnmatchedLabel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** How the learners of labelled streams did, and where the streams drifted. */
final class DriftPage implements JobPage {
  private static final int STREAMS = 2000;
  private static final int DRAWN = 6;
  private static final int SHOWN = 60;
  private static final int ALARMS = 400;
  private static final int EXPERT_WINDOWS = 40;
  private static final int EXPERTS = 64;
  private static final String WINDOW = "window";

  private final Results results = new Results();
  private final Bounded<Stream> streams = new Bounded<>(STREAMS, Stream::new);
  private long unmatched;

  /** One labelled stream. */
  private static final class Stream {
    private final String id;
    private final Series measures = new Series(4);
    private final List<DriftAlarm> alarms = new ArrayList<>();
    private final List<DriftReport> uses = new ArrayList<>();
    private DriftReport last;
    private int everyUse = 1;
    private long windows;
    private long alarmCount;
    private double right;
    private double judged;

    Stream(String id) {
      this.id = id;
    }

    void take(DriftReport report) {
      for (DriftAlarm alarm : report.getAlarms()) {
        alarmCount++;
        if (alarms.size() < ALARMS) {
          alarms.add(alarm);
        }
      }
      if (!report.getKind().equals(WINDOW)) {
        return;
      }
      last = report;
      right += report.getAccuracy() * report.getWindowJudged();
      judged += report.getWindowJudged();
      measures.add(
          (double) report.getEventTime().toEpochMilli(),
          report.getAccuracy(),
          report.getKappa(),
          report.getKappaM(),
          report.getKappaTemporal());
      if (!report.getExperts().isEmpty() && windows++ % everyUse == 0) {
        if (uses.size() == EXPERT_WINDOWS) {
          // Every other one stays, so that the whole time is seen.
          List<DriftReport> kept = new ArrayList<>();
          for (int i = 0; i < uses.size(); i += 2) {
            kept.add(uses.get(i));
          }
          uses.clear();
          uses.addAll(kept);
          everyUse *= 2;
        }
        uses.add(report);
      }
    }

    Double accuracy() {
      return judged == 0 ? null : (Double) (right / judged);
    }
  }

  @Override
  public List<String> roles() {
    return List.of("drift-predictions", "drift-reports", "drift-unmatched-labels");
  }

  @Override
  public List<String> inputs() {
    return List.of("drift-instances", "drift-labels");
  }

  @Override
  public void take(SpecificRecord record) {
    if (record instanceof DriftPrediction prediction) {
      results.add(
          prediction.getEventTime().toEpochMilli(), prediction.getEmittedAt().toEpochMilli());
    } else if (record instanceof DriftReport report) {
      streams.of(report.getStreamId()).ifPresent(stream -> stream.take(report));
    } else if (record instanceof UnmatchedLabel) {
      unmatched++;
    }
  }

  @Override
  public long results() {
    return results.count() + streams.size();
  }

  @Override
  public List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    Map<String, Object> figures = results.figures("predictions");
    figures.put("streams", streams.size());
    figures.put("drifts found", streams.values().stream().mapToLong(one -> one.alarmCount).sum());
    figures.put("labels without an instance", unmatched);
    List<Block> overview = new ArrayList<>();
    overview.add(new Block.Figures(figures));
    if (results.count() > 0) {
      overview.addAll(results.pictures("predictions"));
    }
    sections.add(new Section("Predictions", "", overview));
    if (streams.size() > 0) {
      sections.add(table());
      streams.values().stream()
          .sorted(Comparator.comparingLong((Stream one) -> one.alarmCount).reversed())
          .filter(one -> one.measures.size() > 0)
          .limit(DRAWN)
          .map(DriftPage::section)
          .forEach(sections::add);
    }
    return sections;
  }

  private Section table() {
    List<List<Object>> rows =
        streams.values().stream()
            .sorted(Comparator.comparingLong((Stream one) -> one.alarmCount).reversed())
            .limit(SHOWN)
            .map(DriftPage::row)
            .toList();
    return new Section(
        "Streams",
        "Those with the most drifts first. Each instance was predicted before it was learned.",
        List.of(
            new Block.Table(
                "how each stream was predicted",
                List.of(
                    Column.of("stream"),
                    Column.of("model"),
                    Column.of("predicted"),
                    Column.of("judged"),
                    Column.barred("accuracy"),
                    Column.barred("drifts"),
                    Column.of("without a label"),
                    Column.of("learner")),
                rows,
                streams.size() - rows.size())));
  }

  private static List<Object> row(Stream stream) {
    DriftReport last = stream.last;
    if (last == null) {
      return Arrays.asList(stream.id, null, null, null, null, stream.alarmCount, null, null);
    }
    return Arrays.asList(
        stream.id,
        last.getModelVersion(),
        last.getPredicted(),
        last.getJudged(),
        stream.accuracy(),
        stream.alarmCount,
        last.getUnlabelled(),
        Numerals.bytes((double) last.getLearnerBytes()));
  }

  private static Section section(Stream stream) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Picture(
            new Chart(
                "accuracy and kappas per window; broken lines are drifts",
                "event time, UTC",
                "share",
                List.of(
                    stream.measures.line("accuracy", 0),
                    stream.measures.line("kappa", 1),
                    stream.measures.line("kappa M", 2),
                    stream.measures.line("kappa temporal", 3)),
                stream.alarms.stream().map(DriftPage::mark).toList(),
                true)));
    if (!stream.uses.isEmpty()) {
      blocks.add(experts(stream.uses));
    }
    return new Section("Stream " + stream.id, "", blocks);
  }

  private static Chart.Mark mark(DriftAlarm alarm) {
    return new Chart.Mark(
        (double) alarm.getEventTime().toEpochMilli(),
        alarm.getDetector()
            + " at "
            + Moments.text(alarm.getEventTime().toEpochMilli())
            + ", the error rate moved by "
            + Numerals.of(alarm.getMagnitude()));
  }

  private static Block experts(List<DriftReport> uses) {
    int experts =
        Math.min(
            EXPERTS, uses.stream().mapToInt(report -> report.getExperts().size()).max().orElse(0));
    List<String> names = new ArrayList<>();
    List<List<Shade>> cells = new ArrayList<>();
    for (int expert = 0; expert < experts; expert++) {
      names.add("expert " + expert);
      List<Shade> row = new ArrayList<>();
      for (DriftReport report : uses) {
        row.add(shade(report, expert));
      }
      cells.add(row);
    }
    return new Block.Heat(
        "which expert had most say, per window",
        "",
        uses.stream().map(report -> "").toList(),
        names,
        cells);
  }

  private static Shade shade(DriftReport report, int expert) {
    List<ExpertUse> uses = report.getExperts();
    if (expert >= uses.size()) {
      return null;
    }
    long all = uses.stream().mapToLong(ExpertUse::getChosen).sum();
    double share = all == 0 ? 0 : (double) uses.get(expert).getChosen() / all;
    return new Shade(
        share,
        false,
        "",
        Numerals.percent(share) + " at " + Moments.text(report.getEventTime().toEpochMilli()));
  }
}
