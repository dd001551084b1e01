/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.topic;

import io.millrace.connectors.avro.AggregationReports;
import io.millrace.jobs.plot.Chart;
import io.millrace.jobs.report.page.Block;
import io.millrace.jobs.report.page.Block.Column;
import io.millrace.jobs.report.page.Block.Shade;
import io.millrace.jobs.report.page.Numerals;
import io.millrace.jobs.report.page.Section;
import io.millrace.schemas.AggregationReport;
import io.millrace.schemas.Participant;
import io.millrace.schemas.RejectedUpdate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** How the rounds of models went that workers train together. */
final class AggregationPage implements JobPage {
  private static final int MODELS = 200;
  private static final int DRAWN = 6;
  private static final int WORKERS = 5000;
  private static final int SHOWN_WORKERS = 40;
  private static final int SHOWN_ROUNDS = 40;
  private static final int FAILURES = 20;

  private final Results results = new Results();
  private final Bounded<Model> models = new Bounded<>(MODELS, Model::new);

  private static final class Worker {
    private final String name;
    private long rounds;
    private long suspicious;
    private long rejected;

    Worker(String name) {
      this.name = name;
    }

    double trust() {
      long all = rounds + rejected;
      return all == 0 ? 1 : 1 - (double) (suspicious + rejected) / all;
    }
  }

  private static final class Model {
    private final String id;
    private final Series people = new Series(3);
    private final Series direction = new Series(2);
    private final Series staleness = new Series(1);
    private final Bounded<Worker> workers = new Bounded<>(WORKERS, Worker::new);
    private final Deque<AggregationReport> newest = new ArrayDeque<>();
    private final List<List<Object>> failures = new ArrayList<>();
    private long rounds;
    private long failed;

    Model(String id) {
      this.id = id;
    }

    void take(AggregationReport report) {
      newest.addLast(report);
      if (newest.size() > SHOWN_ROUNDS) {
        newest.removeFirst();
      }
      if (report.getRound() < 0) {
        return;
      }
      rounds++;
      long suspects = 0;
      long behind = 0;
      for (Participant one : report.getParticipants()) {
        boolean suspicious = !one.getSuspicion().isEmpty();
        suspects += suspicious ? 1 : 0;
        behind += one.getStaleness();
        workers
            .of(one.getWorker())
            .ifPresent(
                worker -> {
                  worker.rounds++;
                  worker.suspicious += suspicious ? 1 : 0;
                });
      }
      for (RejectedUpdate one : report.getRejected()) {
        workers.of(one.getWorker()).ifPresent(worker -> worker.rejected++);
      }
      int listed = report.getParticipants().size();
      double round = (double) report.getRound();
      people.add(
          round,
          AggregationReports.updates(report),
          (double) suspects,
          report.getRejected().size());
      Double divergence = report.getDivergence();
      direction.add(round, report.getDirectionNorm(), divergence == null ? Double.NaN : divergence);
      staleness.add(round, listed == 0 ? Double.NaN : (double) behind / listed);
      if (!report.getFailure().isEmpty()) {
        failed++;
        if (failures.size() < FAILURES) {
          failures.add(List.of(report.getRound(), report.getFailure()));
        }
      }
    }
  }

  @Override
  public List<String> roles() {
    return List.of("aggregation-reports");
  }

  @Override
  public List<String> inputs() {
    return List.of("parameter-updates", "worker-heartbeats");
  }

  @Override
  public void take(SpecificRecord record) {
    if (record instanceof AggregationReport report) {
      results.add(report.getOpenedAt().toEpochMilli(), report.getPublishedAt().toEpochMilli());
      models.of(report.getModel()).ifPresent(model -> model.take(report));
    }
  }

  @Override
  public long results() {
    return results.count();
  }

  @Override
  public List<Section> sections() {
    List<Section> sections = new ArrayList<>();
    Map<String, Object> figures = results.figures("versions");
    figures.put("models", models.size());
    List<Block> overview = new ArrayList<>();
    overview.add(new Block.Figures(figures));
    overview.addAll(results.pictures("versions"));
    overview.add(table());
    sections.add(
        new Section(
            "Versions", "Latency is from a round's first update to its version.", overview));
    models.values().stream()
        .sorted(Comparator.comparingLong((Model model) -> model.rounds).reversed())
        .limit(DRAWN)
        .map(AggregationPage::section)
        .forEach(sections::add);
    return sections;
  }

  private Block table() {
    List<List<Object>> rows = new ArrayList<>();
    for (Model model : models.values()) {
      AggregationReport last = model.newest.getLast();
      rows.add(
          List.of(
              model.id,
              last.getRule(),
              model.rounds,
              last.getVersion(),
              AggregationReports.updates(last),
              last.getKnownWorkers(),
              model.failed));
    }
    return new Block.Table(
        "models, as of their newest round",
        List.of(
            Column.of("model"),
            Column.of("rule"),
            Column.barred("rounds"),
            Column.of("version"),
            Column.of("participants"),
            Column.of("known workers"),
            Column.of("rounds without a result")),
        rows,
        0);
  }

  private static Section section(Model model) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Block.Picture(
            new Chart(
                "who took part in each round",
                "round",
                "updates",
                List.of(
                    model.people.line("aggregated", 0),
                    model.people.line("of them suspicious", 1),
                    model.people.line("refused", 2)))));
    blocks.add(
        new Block.Picture(
            new Chart(
                "length of the direction, and how much updates disagree (0 to 1)",
                "round",
                "",
                List.of(
                    model.direction.line("direction norm", 0),
                    model.direction.line("divergence", 1)))));
    blocks.add(
        new Block.Picture(
            new Chart(
                "how far updates were behind",
                "round",
                "versions, mean",
                List.of(model.staleness.line("staleness", 0)))));
    List<Worker> doubtful =
        model.workers.values().stream()
            .sorted(Comparator.comparingDouble(Worker::trust).thenComparing(worker -> worker.name))
            .limit(SHOWN_WORKERS)
            .toList();
    if (!doubtful.isEmpty()) {
      blocks.add(trust(model, doubtful));
    }
    if (!model.failures.isEmpty()) {
      blocks.add(
          new Block.Table(
              "rounds without a result",
              List.of(Column.of("round"), Column.of("why")),
              model.failures,
              model.failed - model.failures.size()));
    }
    return new Section(
        "Model " + model.id,
        "Trust is the share of a worker's updates that were neither suspicious nor refused;"
            + " the newest rounds are shown, the least trusted workers first.",
        blocks);
  }

  private static Block trust(Model model, List<Worker> workers) {
    List<String> rounds = new ArrayList<>();
    for (AggregationReport report : model.newest) {
      rounds.add(Long.toString(report.getRound()));
    }
    List<String> names = new ArrayList<>();
    List<List<Shade>> cells = new ArrayList<>();
    for (Worker worker : workers) {
      names.add(worker.name + "  " + Numerals.percent(worker.trust()));
      List<Shade> row = new ArrayList<>();
      for (AggregationReport report : model.newest) {
        row.add(shade(report, worker.name));
      }
      cells.add(row);
    }
    return new Block.Heat(
        "workers and rounds; red was suspicious or refused, empty took no part",
        "worker, trust",
        rounds,
        names,
        cells);
  }

  private static Shade shade(AggregationReport report, String worker) {
    for (RejectedUpdate one : report.getRejected()) {
      if (one.getWorker().equals(worker)) {
        return new Shade(0.4, true, "", "refused: " + one.getReason());
      }
    }
    for (Participant one : report.getParticipants()) {
      if (one.getWorker().equals(worker)) {
        return one.getSuspicion().isEmpty()
            ? new Shade(0.15, false, "", "aggregated")
            : new Shade(1, true, "", "suspicious: " + one.getSuspicion());
      }
    }
    return null;
  }
}
