/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.topic;

import io.millrace.jobs.plot.Chart;
import io.millrace.jobs.plot.Line;
import io.millrace.jobs.report.page.Block;
import io.millrace.jobs.report.page.Numerals;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** How many results there were over time, and how long after their events they were written. */
final class Results {
  private static final long MOST_MILLIS = 86_400_000;
  private static final int DIGITS = 2;

  private final TimeBins<Span> spans = new TimeBins<>(Span::new);
  private final Histogram all = new Histogram(MOST_MILLIS, DIGITS);
  private long count;
  private long firstMillis = Long.MAX_VALUE;
  private long lastMillis = Long.MIN_VALUE;

  private static final class Span implements TimeBins.Bin<Span> {
    private long count;
    private Histogram latency;

    void add(long millis) {
      count++;
      if (latency == null) {
        latency = new Histogram(DIGITS);
      }
      latency.recordValue(millis);
    }

    @Override
    public void add(Span other) {
      count += other.count;
      if (latency == null) {
        latency = other.latency;
      } else if (other.latency != null) {
        latency.add(other.latency);
      }
    }
  }

  /**
   * Counts a result.
   *
   * @param eventMillis of what it says something
   * @param emittedMillis when the job wrote it
   */
  void add(long eventMillis, long emittedMillis) {
    count++;
    firstMillis = Math.min(firstMillis, emittedMillis);
    lastMillis = Math.max(lastMillis, emittedMillis);
    long latency = Math.max(0, Math.min(MOST_MILLIS, emittedMillis - eventMillis));
    all.recordValue(latency);
    spans.at(emittedMillis).add(latency);
  }

  long count() {
    return count;
  }

  /** Figures of all: how many, how fast, how late. */
  Map<String, Object> figures(String what) {
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put(what, count);
    if (count > 0) {
      figures.put("time span", Moments.span(firstMillis, lastMillis));
      double seconds = (lastMillis - firstMillis) / 1000.0;
      figures.put(what + " per second", seconds > 0 ? (Double) (count / seconds) : null);
      figures.put("latency, median", Numerals.millis((double) all.getValueAtPercentile(50)));
      figures.put(
          "latency, 99th percentile", Numerals.millis((double) all.getValueAtPercentile(99)));
      figures.put("newest", Moments.text(lastMillis));
    }
    return figures;
  }

  /** Rate and latency over time. */
  List<Block> pictures(String what) {
    return List.of(
        new Block.Picture(
            time(
                what + " per second, of the time they were written",
                what + " per second",
                List.of(line(what, span -> span.count / spans.seconds())))),
        new Block.Picture(
            time(
                "latency from event to result",
                "milliseconds",
                List.of(
                    line("median", span -> (double) span.latency.getValueAtPercentile(50)),
                    line(
                        "99th percentile",
                        span -> (double) span.latency.getValueAtPercentile(99))))));
  }

  static Chart time(String title, String up, List<Line> lines) {
    return new Chart(title, "UTC", up, lines, List.of(), true);
  }

  private Line line(String name, ToDoubleFunction<Span> value) {
    SortedMap<Double, Span> bins = spans.byMiddle();
    double[] x = bins.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    double[] y = new double[x.length];
    Arrays.setAll(y, i -> value.applyAsDouble(bins.get(x[i])));
    return new Line(name, x, y);
  }
}
