/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.soak;

import io.millrace.jobs.plot.Chart;
import io.millrace.jobs.plot.Line;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/** All that was seen, by what was measured of whom. */
public final class Series {
  private static final double MINUTE = 60;
  private static final double HOUR = 3600;

  private final Map<Measure, Map<String, List<Sample>>> all = new LinkedHashMap<>();

  /**
   * What an earlier run saw.
   *
   * @param file its {@code samples.csv}
   * @throws IllegalArgumentException when that is none, or cannot be read
   */
  public static Series read(Path file) {
    Series series = new Series();
    CSVFormat format = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader reader = Files.newBufferedReader(file)) {
      for (CSVRecord row : format.parse(reader)) {
        series.add(sample(row));
      }
      return series;
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          file + " cannot be read as samples: " + e.getMessage() + ": give a samples.csv", e);
    }
  }

  private static Sample sample(CSVRecord row) {
    return new Sample(
        Double.parseDouble(row.get("seconds")),
        Measure.named(row.get("measure")),
        row.get("of"),
        Double.parseDouble(row.get("value")));
  }

  void add(Sample sample) {
    all.computeIfAbsent(sample.measure(), measure -> new LinkedHashMap<>())
        .computeIfAbsent(sample.of(), of -> new ArrayList<>())
        .add(sample);
  }

  /**
   * How each series went on after the first tide, in which keys come to their usual number and Java
   * compiles: what the load does to it is taken out by comparing equal steps of the tides, what a
   * single look saw by the median of all such pairs (the seasonal Kendall slope of Hirsch, Slack
   * and Smith, 1982). Of what merges make smaller again and again the least of each tide counts.
   */
  public List<Trend> trends(Duration length) {
    List<Trend> trends = new ArrayList<>();
    all.forEach(
        (measure, each) ->
            each.forEach((of, samples) -> trends.add(trend(measure, of, samples, length))));
    return trends;
  }

  private static Trend trend(Measure measure, String of, List<Sample> all, Duration length) {
    List<Sample> samples = measure.isMerged() ? leasts(all, length) : all;
    double from = mean(samples, 1, length);
    double to = mean(samples, Tide.TIDES - 1, length);
    double perHour = slope(samples, length);
    boolean flat = perHour <= measure.allowance(from) && !Double.isNaN(to);
    return new Trend(measure, of, from, to, perHour, flat);
  }

  /** The least of each tide, as if it had been seen in its middle. */
  private static List<Sample> leasts(List<Sample> samples, Duration length) {
    double tideSeconds = length.toMillis() / 1e3 / Tide.TIDES;
    return IntStream.range(0, Tide.TIDES)
        .boxed()
        .flatMap(
            tide ->
                samples.stream()
                    .filter(sample -> Tide.number(sample.seconds(), length) == tide)
                    .min(Comparator.comparingDouble(Sample::value))
                    .map(least -> least.at((tide + 0.5) * tideSeconds))
                    .stream())
        .toList();
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

  /** Draws each measure as {@code MEASURE.svg} into a folder. */
  void plot(Path folder) {
    all.forEach(
        (measure, each) -> {
          List<Line> lines = new ArrayList<>();
          each.forEach((of, samples) -> lines.add(line(of.isEmpty() ? "cluster" : of, samples)));
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
}
