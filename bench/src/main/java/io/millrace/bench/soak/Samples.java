/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.soak;

import io.millrace.jobs.plot.Chart;
import io.millrace.jobs.plot.Line;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/** All that was seen, kept in a file as it comes. */
final class Samples implements AutoCloseable {
  private static final double MINUTE = 60;
  private static final double HOUR = 3600;

  private final Path folder;
  private final CSVPrinter csv;
  private final Map<Measure, Map<String, List<Sample>>> series = new LinkedHashMap<>();

  /** Begins the file {@code samples.csv} in a folder that is there. */
  Samples(Path folder) {
    this.folder = folder;
    try {
      csv =
          new CSVPrinter(
              Files.newBufferedWriter(folder.resolve("samples.csv"), StandardCharsets.UTF_8),
              CSVFormat.DEFAULT);
      csv.printRecord("seconds", "measure", "of", "value");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + folder, e);
    }
  }

  /** Keeps what was seen at one time. */
  void add(List<Sample> seen) {
    try {
      for (Sample sample : seen) {
        series
            .computeIfAbsent(sample.measure(), measure -> new LinkedHashMap<>())
            .computeIfAbsent(sample.of(), of -> new ArrayList<>())
            .add(sample);
        csv.printRecord(
            number(sample.seconds()), sample.measure(), sample.of(), number(sample.value()));
      }
      csv.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + folder, e);
    }
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.2f", value);
  }

  /**
   * How each series went on after the first tide, in which keys come to their usual number and Java
   * compiles: what the load does to it is taken out by comparing equal steps of the tides, what a
   * single look saw by the median of all such pairs (the seasonal Kendall slope of Hirsch, Slack
   * and Smith, 1982).
   */
  List<Trend> trends(Duration length) {
    List<Trend> trends = new ArrayList<>();
    series.forEach(
        (measure, all) ->
            all.forEach((of, samples) -> trends.add(trend(measure, of, samples, length))));
    return trends;
  }

  private static Trend trend(Measure measure, String of, List<Sample> samples, Duration length) {
    double from = mean(samples, 1, length);
    double to = mean(samples, Tide.TIDES - 1, length);
    double perHour = slope(samples, length);
    boolean flat = perHour <= measure.allowance(from) && !Double.isNaN(to);
    return new Trend(measure, of, from, to, perHour, flat);
  }

  /** Units per hour, not a number without two samples to compare. */
  private static double slope(List<Sample> samples, Duration length) {
    DoubleStream.Builder slopes = DoubleStream.builder();
    for (Sample before : samples) {
      int tide = Tide.number(before.seconds(), length);
      int step = Tide.step(before.seconds(), length);
      for (Sample after : samples) {
        if (tide > 0
            && Tide.number(after.seconds(), length) > tide
            && Tide.step(after.seconds(), length) == step) {
          double hours = (after.seconds() - before.seconds()) / HOUR;
          slopes.add((after.value() - before.value()) / hours);
        }
      }
    }
    return new Median().evaluate(slopes.build().toArray());
  }

  private static double mean(List<Sample> samples, int tide, Duration length) {
    return samples.stream()
        .filter(sample -> Tide.number(sample.seconds(), length) == tide)
        .mapToDouble(Sample::value)
        .average()
        .orElse(Double.NaN);
  }

  /** Draws each measure as {@code MEASURE.svg}. */
  void plot() {
    series.forEach(
        (measure, all) -> {
          List<Line> lines = new ArrayList<>();
          all.forEach((of, samples) -> lines.add(line(of.isEmpty() ? "cluster" : of, samples)));
          try {
            new Chart(measure.toString().replace('-', ' '), "minutes", measure.unit(), lines)
                .write(folder.resolve(measure + ".svg"));
          } catch (IOException e) {
            throw new UncheckedIOException("Cannot write to " + folder, e);
          }
        });
  }

  private static Line line(String name, List<Sample> samples) {
    return new Line(
        name,
        samples.stream().mapToDouble(sample -> sample.seconds() / MINUTE).toArray(),
        samples.stream().mapToDouble(Sample::value).toArray());
  }

  @Override
  public void close() {
    try {
      csv.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + folder, e);
    }
  }
}
