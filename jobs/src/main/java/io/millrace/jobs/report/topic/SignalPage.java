/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.topic;

import io.millrace.jobs.plot.Line;
import io.millrace.jobs.report.page.Block;
import io.millrace.jobs.report.page.Block.Column;
import io.millrace.jobs.report.page.Section;
import io.millrace.schemas.SignalFrame;
import io.millrace.schemas.SignalPrediction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/** What networks said of streams of signals. */
final class SignalPage implements JobPage {
  private static final int STREAMS = 10_000;
  private static final int SHOWN = 40;
  private static final int LABELS = 200;
  private static final int LINES = 6;
  private static final String WARMING = "warming";
  private static final String NONE = "without a label";

  private final Results results = new Results();
  private final TimeBins<Labels> times = new TimeBins<>(Labels::new);
  private final Labels labels = new Labels();
  private final Bounded<Stream> streams = new Bounded<>(STREAMS, Stream::new);
  private final Labels models = new Labels();
  private long late;

  /** Predictions by class. */
  private static final class Labels implements TimeBins.Bin<Labels> {
    private final Map<String, long[]> counts = new TreeMap<>();

    void count(String label, long by) {
      if (counts.size() < LABELS || counts.containsKey(label)) {
        counts.computeIfAbsent(label, each -> new long[1])[0] += by;
      }
    }

    long of(String label) {
      long[] count = counts.get(label);
      return count == null ? 0 : count[0];
    }

    @Override
    public void add(Labels other) {
      other.counts.forEach((label, count) -> count(label, count[0]));
    }
  }

  private static final class Stream {
    private final String id;
    private final Labels labels = new Labels();
    private long predictions;

    Stream(String id) {
      this.id = id;
    }
  }

  @Override
  public List<String> roles() {
    return List.of("predictions", "late");
  }

  @Override
  public List<String> inputs() {
    return List.of("signals", "models");
  }

  @Override
  public void take(SpecificRecord record) {
    if (record instanceof SignalPrediction prediction) {
      take(prediction);
    } else if (record instanceof SignalFrame) {
      late++;
    }
  }

  private void take(SignalPrediction prediction) {
    long emitted = prediction.getEmittedAt().toEpochMilli();
    results.add(prediction.getWindowEndTime().toEpochMilli(), emitted);
    String label =
        prediction.getWarming()
            ? WARMING
            : prediction.getLabel() == null ? NONE : prediction.getLabel();
    labels.count(label, 1);
    times.at(emitted).count(label, 1);
    models.count(prediction.getModelVersion(), 1);
    streams
        .of(prediction.getStreamId())
        .ifPresent(
            stream -> {
              stream.predictions++;
              stream.labels.count(label, 1);
            });
  }

  @Override
  public long results() {
    return results.count();
  }

  @Override
  public List<Section> sections() {
    Map<String, Object> figures = results.figures("predictions");
    figures.put("streams", streams.size());
    figures.put("classes", labels.counts.size());
    figures.put("late frames", late);
    List<Block> overview = new ArrayList<>();
    overview.add(new Block.Figures(figures));
    overview.addAll(results.pictures("predictions"));
    return List.of(
        new Section("Predictions", "", overview), new Section("Classes", "", classes()), streams());
  }

  private List<String> frequent() {
    return labels.counts.entrySet().stream()
        .sorted(Comparator.comparingLong((Map.Entry<String, long[]> entry) -> -entry.getValue()[0]))
        .map(Map.Entry::getKey)
        .toList();
  }

  private List<Block> classes() {
    List<String> all = frequent();
    List<List<Object>> rows = new ArrayList<>();
    for (String label : all) {
      rows.add(List.of(label, labels.of(label), (double) labels.of(label) / results.count()));
    }
    List<List<Object>> served = new ArrayList<>();
    models.counts.forEach((model, count) -> served.add(List.of(model, count[0])));
    return List.of(
        new Block.Table(
            "how often each class was predicted",
            List.of(Column.of("class"), Column.barred("predictions"), Column.of("share")),
            rows,
            0),
        new Block.Picture(
            Results.time(
                "share of each class over time",
                "share of the predictions",
                all.stream().limit(LINES).map(this::share).toList())),
        new Block.Table(
            "which models served",
            List.of(Column.of("model"), Column.barred("predictions")),
            served,
            0));
  }

  private Line share(String label) {
    SortedMap<Double, Labels> bins = times.byMiddle();
    double[] x = bins.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    double[] y = new double[x.length];
    Arrays.setAll(
        y,
        i -> {
          Labels bin = bins.get(x[i]);
          long sum = bin.counts.values().stream().mapToLong(count -> count[0]).sum();
          return (double) bin.of(label) / sum;
        });
    return new Line(label, x, y);
  }

  private Section streams() {
    List<String> all = frequent().stream().limit(LINES).toList();
    String usual = all.get(0);
    List<Column> columns = new ArrayList<>(List.of(Column.of("stream"), Column.of("predictions")));
    all.forEach(label -> columns.add(Column.barred(label)));
    List<List<Object>> rows =
        streams.values().stream()
            .sorted(
                Comparator.comparingDouble(
                    stream -> (double) stream.labels.of(usual) / stream.predictions))
            .limit(SHOWN)
            .map(
                stream -> {
                  List<Object> row = new ArrayList<>(List.of(stream.id, stream.predictions));
                  all.forEach(label -> row.add(stream.labels.of(label)));
                  return row;
                })
            .toList();
    return new Section(
        "Streams",
        "Those first of which the most frequent class of all, " + usual + ", was said the least.",
        List.of(
            new Block.Table(
                "predictions by stream and class", columns, rows, streams.size() - rows.size())));
  }
}
