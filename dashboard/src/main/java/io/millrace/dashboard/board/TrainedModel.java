/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.board;

import io.millrace.connectors.avro.AggregationReports;
import io.millrace.dashboard.ring.Recent;
import io.millrace.dashboard.ring.Ring;
import io.millrace.schemas.AggregationReport;
import io.millrace.schemas.ModelReference;
import io.millrace.schemas.Participant;
import io.millrace.schemas.RejectedUpdate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What is remembered of one model that workers train together. Not thread-safe. */
final class TrainedModel {
  private static final int ROUNDS = 120;
  private static final int SHOWN_ROUNDS = 40;
  private static final int SHOWN_WORKERS = 60;
  private static final int VERSIONS = 40;
  private static final int WORKERS = 2000;

  private final String id;
  private final Ring<AggregationReport> reports = new Ring<>(ROUNDS);
  private final Recent<Long, Version> versions = new Recent<>(VERSIONS, Version::unknown);
  private final Recent<String, Worker> workers = new Recent<>(WORKERS, Worker::new);

  /** What a worker did in all rounds that were seen. */
  private static final class Worker {
    private final String name;
    private long rounds;
    private long suspicious;
    private long rejected;

    Worker(String name) {
      this.name = name;
    }

    /** The share of its updates that were neither suspicious nor refused; 1 before the first. */
    double trust() {
      long all = rounds + rejected;
      return all == 0 ? 1 : 1 - (double) (suspicious + rejected) / all;
    }
  }

  /** A round. */
  record Round(
      long round,
      long version,
      String rule,
      long opened,
      long closed,
      long published,
      int participants,
      int known,
      int rejected,
      int suspicious,
      Double meanStaleness,
      long maxStaleness,
      Double directionNorm,
      Double divergence,
      String failure) {}

  /**
   * What a worker did in a round.
   *
   * @param state ok, suspicious, rejected or absent
   * @param score distance to the round's direction over the median of all, null without
   * @param why it is suspicious or was rejected
   */
  record Cell(long round, String state, Double score, String why) {}

  /** A worker. */
  record Row(
      String worker, Double trust, long rounds, long suspicious, long rejected, List<Cell> cells) {}

  /**
   * A version.
   *
   * @param parent the version that the round began with; null for the first
   */
  record Version(
      long version, Long parent, String sha256, String uri, long published, int updates) {
    static Version unknown(long version) {
      return new Version(version, null, null, null, 0, 0);
    }
  }

  /** A model in the list. */
  record Summary(
      String id, String rule, long round, long version, int participants, int known, long time) {}

  /**
   * A model with its history.
   *
   * @param rounds the oldest first
   * @param workers the least trusted first
   * @param moreWorkers those that are not told
   * @param versions the newest first
   */
  record Detail(
      Summary summary,
      List<Round> rounds,
      List<Row> workers,
      int moreWorkers,
      List<Version> versions,
      List<Long> staleness) {}

  TrainedModel(String id) {
    this.id = id;
  }

  void report(AggregationReport report) {
    reports.add(report);
    for (Participant one : report.getParticipants()) {
      Worker worker = workers.touch(one.getWorker());
      worker.rounds++;
      worker.suspicious += one.getSuspicion().isEmpty() ? 0 : 1;
    }
    for (RejectedUpdate one : report.getRejected()) {
      workers.touch(one.getWorker()).rejected++;
    }
    Version before = versions.touch(report.getVersion());
    versions.put(
        report.getVersion(),
        new Version(
            report.getVersion(),
            report.getRound() < 0 ? null : (Long) (report.getVersion() - 1),
            before.sha256(),
            before.uri(),
            report.getPublishedAt().toEpochMilli(),
            AggregationReports.updates(report)));
  }

  void reference(ModelReference reference, long version) {
    Version before = versions.touch(version);
    versions.put(
        version,
        new Version(
            version,
            before.parent(),
            reference.getSha256(),
            reference.getUri(),
            reference.getPublishedAt().toEpochMilli(),
            before.updates()));
  }

  Summary summary() {
    AggregationReport last = reports.newest();
    return last == null
        ? new Summary(id, "", -1, -1, 0, 0, 0)
        : new Summary(
            id,
            last.getRule(),
            last.getRound(),
            last.getVersion(),
            AggregationReports.updates(last),
            last.getKnownWorkers(),
            last.getPublishedAt().toEpochMilli());
  }

  Detail detail() {
    List<AggregationReport> all = reports.oldestFirst();
    List<AggregationReport> shown = all.stream().filter(report -> report.getRound() >= 0).toList();
    shown = shown.subList(Math.max(0, shown.size() - SHOWN_ROUNDS), shown.size());
    List<Row> rows = rows(shown);
    List<Version> newest =
        versions.values().stream()
            .sorted(Comparator.comparingLong(Version::version).reversed())
            .toList();
    return new Detail(
        summary(),
        all.stream().filter(report -> report.getRound() >= 0).map(TrainedModel::round).toList(),
        rows.subList(0, Math.min(SHOWN_WORKERS, rows.size())),
        Math.max(0, rows.size() - SHOWN_WORKERS),
        newest,
        staleness(shown));
  }

  private static List<Long> staleness(List<AggregationReport> shown) {
    List<Long> sum = new ArrayList<>();
    for (AggregationReport report : shown) {
      List<Long> histogram = report.getStalenessHistogram();
      for (int i = 0; i < histogram.size(); i++) {
        if (i == sum.size()) {
          sum.add(0L);
        }
        sum.set(i, sum.get(i) + histogram.get(i));
      }
    }
    return sum;
  }

  private static Round round(AggregationReport report) {
    List<Participant> participants = report.getParticipants();
    return new Round(
        report.getRound(),
        report.getVersion(),
        report.getRule(),
        report.getOpenedAt().toEpochMilli(),
        report.getClosedAt().toEpochMilli(),
        report.getPublishedAt().toEpochMilli(),
        AggregationReports.updates(report),
        report.getKnownWorkers(),
        report.getRejected().size(),
        (int) participants.stream().filter(one -> !one.getSuspicion().isEmpty()).count(),
        Numbers.round(
            participants.stream().mapToLong(Participant::getStaleness).average().orElse(0), 2),
        participants.stream().mapToLong(Participant::getStaleness).max().orElse(0),
        Numbers.round(report.getDirectionNorm(), 4),
        Numbers.round(report.getDivergence(), 4),
        report.getFailure());
  }

  private List<Row> rows(List<AggregationReport> shown) {
    Map<String, Map<Long, Cell>> cells = new HashMap<>();
    for (AggregationReport report : shown) {
      for (Participant one : report.getParticipants()) {
        boolean suspicious = !one.getSuspicion().isEmpty();
        put(
            cells,
            one.getWorker(),
            new Cell(
                report.getRound(),
                suspicious ? "suspicious" : "ok",
                Numbers.round(one.getScore(), 2),
                one.getSuspicion()));
      }
      for (RejectedUpdate one : report.getRejected()) {
        put(cells, one.getWorker(), new Cell(report.getRound(), "rejected", null, one.getReason()));
      }
    }
    List<Row> rows = new ArrayList<>();
    TreeSet<String> names = new TreeSet<>(new NaturalOrder());
    names.addAll(cells.keySet());
    for (String name : names) {
      Worker worker = workers.touch(name);
      List<Cell> row = new ArrayList<>();
      for (AggregationReport report : shown) {
        Cell cell = cells.get(name).get(report.getRound());
        row.add(cell == null ? new Cell(report.getRound(), "absent", null, "") : cell);
      }
      rows.add(
          new Row(
              worker.name,
              Numbers.round(worker.trust(), 3),
              worker.rounds,
              worker.suspicious,
              worker.rejected,
              row));
    }
    rows.sort(Comparator.comparingDouble(Row::trust));
    return rows;
  }

  private static void put(Map<String, Map<Long, Cell>> cells, String worker, Cell cell) {
    cells.computeIfAbsent(worker, name -> new HashMap<>()).put(cell.round(), cell);
  }
}
