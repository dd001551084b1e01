/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.aggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.aggregation.transit.PublishEvent.Participant;
import io.millrace.models.aggregation.transit.PublishEvent.RoundSummary;
import io.millrace.models.aggregation.transit.RoundReport;
import io.millrace.models.aggregation.transit.RoundReport.Verdict;
import io.millrace.models.aggregation.transit.UpdateId;
import java.util.List;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.testutils.MetricListener;
import org.junit.jupiter.api.Test;

class RoundMetricsTest {
  private final MetricListener listener = new MetricListener();
  private final RoundMetrics metrics = new RoundMetrics(listener.getMetricGroup());

  private static RoundReport round(long number, long published, String failure) {
    List<Participant> participants =
        number < 0
            ? List.of()
            : List.of(
                new Participant(new UpdateId("ann", "u"), 3, 0, 10, 2, 5, false),
                new Participant(new UpdateId("eve", "u"), 1, 2, 10, 2, 5, false));
    RoundSummary summary =
        new RoundSummary(
            "net",
            number + 1,
            number,
            Updates.SHAPE,
            false,
            published - 700,
            published - 10,
            5,
            participants,
            List.of(),
            0);
    List<Verdict> verdicts =
        participants.stream()
            .map(one -> new Verdict(0.5, 1, 1, 1, one.staleness() > 0 ? "far from the others" : ""))
            .toList();
    return new RoundReport(summary, published, verdicts, 1, 0.5, failure);
  }

  private long count(String name) {
    return listener.getCounter("millrace", name).get().getCount();
  }

  private long gauge(String name) {
    Gauge<Long> gauge = listener.<Long>getGauge("millrace", name).get();
    return gauge.getValue();
  }

  private Histogram histogram(String name) {
    return listener.getHistogram("millrace", name).get();
  }

  @Test
  void roundsTellWhoTookPartHowLongTheyTookAndWhatCameOfThem() {
    long now = System.currentTimeMillis();
    metrics.published(round(6, now - 2000, ""));
    metrics.published(round(7, now - 1000, "no weight"));

    assertThat(gauge("model_version")).isEqualTo(8);
    assertThat(gauge("model_version_age_ms")).isBetween(1000L, 60_000L);
    assertThat(gauge("known_workers")).isEqualTo(5);
    assertThat(count("suspicious_updates")).isEqualTo(2);
    assertThat(count("failed_rounds")).isEqualTo(1);
    assertThat(histogram("participants").getStatistics().getMax()).isEqualTo(2);
    assertThat(histogram("round_ms").getStatistics().getMin()).isEqualTo(700);
    assertThat(histogram("staleness").getCount()).isEqualTo(4);
    assertThat(histogram("staleness").getStatistics().getMax()).isEqualTo(2);
  }

  @Test
  void theParametersToBeginWithAreAVersionButNoRound() {
    assertThat(gauge("model_version")).isEqualTo(-1);
    assertThat(gauge("model_version_age_ms")).isEqualTo(-1);

    metrics.published(round(-1, System.currentTimeMillis(), ""));

    assertThat(gauge("model_version")).isZero();
    assertThat(histogram("participants").getCount()).isZero();
    assertThat(histogram("round_ms").getCount()).isZero();
  }
}
