/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.state.hot.ColdStore;
import io.millrace.state.hot.HotState;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.testutils.MetricListener;
import org.junit.jupiter.api.Test;

class MillraceMetricsTest {
  private final MetricListener listener = new MetricListener();
  private final MillraceMetrics metrics = new MillraceMetrics(listener.getMetricGroup());

  @Test
  void bundlesAreCountedAndTimedInMicroseconds() {
    metrics.bundles().processed(3, 5_000, 7_000);
    metrics.bundles();
    Histogram size = listener.getHistogram("millrace", "bundle_size").get();
    assertThat(listener.getCounter("millrace", "records").get().getCount()).isEqualTo(3);
    assertThat(size.getStatistics().getMax()).isEqualTo(3);
    assertThat(listener.getHistogram("millrace", "bundle_wait_us").get().getStatistics().getMax())
        .isEqualTo(5);
    assertThat(
            listener.getHistogram("millrace", "bundle_compute_us").get().getStatistics().getMax())
        .isEqualTo(7);
  }

  @Test
  void rejectionsCarryTheirReasonAsALabel() {
    metrics.rejected("channels").inc();
    assertThat(listener.getCounter("millrace", "reason", "channels", "rejected").get().getCount())
        .isEqualTo(1);
  }

  @Test
  void countsKeptElsewhereAreShownAndCannotBeChangedHere() {
    long[] count = {4};
    metrics.count("late", () -> count[0]);
    metrics.gauge("hot_bytes", () -> count[0]);
    count[0] = 5;
    Counter late = listener.getCounter("millrace", "late").get();
    Gauge<Long> bytes = listener.<Long>getGauge("millrace", "hot_bytes").get();
    assertThat(late.getCount()).isEqualTo(5);
    assertThat(bytes.getValue()).isEqualTo(5);
    assertThatThrownBy(late::inc).isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> late.dec(2)).hasMessageContaining("kept elsewhere");
  }

  @Test
  void eventTimeIsBehindTheClockOrUnknownOrOver() {
    long[] mark = {Long.MIN_VALUE};
    metrics.watermark(() -> mark[0]);
    Gauge<Long> lag = listener.<Long>getGauge("millrace", "watermark_lag_ms").get();
    assertThat(lag.getValue()).as("before the first event").isEqualTo(-1);
    mark[0] = System.currentTimeMillis() - 5000;
    assertThat(lag.getValue()).isBetween(5000L, 60_000L);
    mark[0] = Long.MAX_VALUE;
    assertThat(lag.getValue()).as("after the last").isZero();
  }

  @Test
  void theStateOfAKeyIsTheMeanOfThoseThatAreLive() throws Exception {
    HotState<String, long[]> hot =
        new HotState<>(new Nothing(), state -> 100L * state.length, 1 << 20);
    metrics.hotTier(hot.statistics());
    Gauge<Long> bytes = listener.<Long>getGauge("millrace", "state_bytes_per_key").get();
    assertThat(bytes.getValue()).as("of no key").isZero();
    hot.replace(hot.acquire("small"), new long[1]);
    hot.endBundle();
    long small = bytes.getValue();
    hot.replace(hot.acquire("large"), new long[11]);
    hot.endBundle();
    assertThat(bytes.getValue() - small).isEqualTo(500);
  }

  @Test
  void namesAreDistinctAndFitPrometheus() throws IllegalAccessException {
    List<String> names = new ArrayList<>();
    for (Field field : MillraceMetrics.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        names.add((String) field.get(null));
      }
    }
    assertThat(names).hasSizeGreaterThan(20).doesNotHaveDuplicates();
    assertThat(names).allMatch(name -> name.matches("[a-z][a-z0-9_]*"));
  }

  /** A cold store that forgets. */
  private static final class Nothing implements ColdStore<String, long[]> {
    @Override
    public long[] read(String key) {
      return null;
    }

    @Override
    public void write(String key, long[] state) {}

    @Override
    public void delete(String key) {}

    @Override
    public boolean sharesObjects() {
      return false;
    }
  }
}
