/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.metrics;

import io.millrace.state.hot.HotStatistics;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * All metrics of Millrace's operators, in the group {@value #GROUP} of the operator's scope. Times
 * are in microseconds unless the name says otherwise. A name is a promise to dashboards: add, do
 * not rename.
 */
public final class MillraceMetrics {
  public static final String GROUP = "millrace";

  /** Counter: records taken out of bundles. */
  public static final String RECORDS = "records";

  /** Histogram: records per bundle. */
  public static final String BUNDLE_SIZE = "bundle_size";

  /** Histogram: time from a bundle's first record to its processing. */
  public static final String BUNDLE_WAIT = "bundle_wait_us";

  /** Histogram: time to process a bundle. */
  public static final String BUNDLE_COMPUTE = "bundle_compute_us";

  /** Counters and gauges of the hot tier. */
  public static final String HOT_HITS = "hot_hits";

  public static final String HOT_MISSES = "hot_misses";
  public static final String HOT_EVICTIONS = "hot_evictions";
  public static final String HOT_WRITES = "hot_writes";
  public static final String HOT_DIRTY = "hot_dirty";
  public static final String HOT_BYTES = "hot_bytes";
  public static final String HOT_ENTRIES = "hot_entries";

  /** Gauge: mean heap bytes of the live state of a key. */
  public static final String STATE_BYTES_PER_KEY = "state_bytes_per_key";

  /** Gauge, ms: how far event time is behind the clock of the machine. */
  public static final String WATERMARK_LAG = "watermark_lag_ms";

  /** Gauge: arrays held outside the Java heap. */
  public static final String NATIVE_ARRAYS = "native_arrays";

  /** Gauge: bytes of the weights held outside the Java heap. */
  public static final String NATIVE_BYTES = "native_bytes";

  /** Gauge: number of the newest version of merged parameters, made or taken in; -1 for none. */
  public static final String MODEL_VERSION = "model_version";

  /** Gauge, ms: time since the serving model was published. */
  public static final String MODEL_AGE = "model_version_age_ms";

  /** Counters: models taken into service, models that could not be. */
  public static final String MODEL_SWAPS = "model_swaps";

  public static final String MODEL_FAILURES = "model_failures";

  /** Counter, label {@code reason}: records sent to the rejected side output. */
  public static final String REJECTED = "rejected";

  /** Counters of a graph's cut into partitions. */
  public static final String EDGES_ASSIGNED = "edges_assigned";

  public static final String REPLICAS_BEGUN = "replicas_begun";
  public static final String REPLICAS_SENT = "replicas_sent";
  public static final String REPLICAS_MERGED = "replicas_merged";
  public static final String REPLICAS_DROPPED = "replicas_dropped";

  /** Counters of what befell records on the way into order. */
  public static final String LATE = "late";

  public static final String DUPLICATES = "duplicates";
  public static final String OVERLAPS = "overlaps";
  public static final String REORDERED = "reordered";
  public static final String GAPS = "gaps";
  public static final String FILLED_SAMPLES = "filled_samples";
  public static final String RESETS = "resets";
  public static final String EXPIRED = "expired";

  /** Counter: predictions asked of a model. */
  public static final String INFERENCE_REQUESTS = "inference_requests";

  /** Histogram: time of one batched step, predictions included. */
  public static final String INFERENCE_LATENCY = "inference_latency_us";

  /** Counters of labelled streams: instances predicted, and those of learners that know little. */
  public static final String PREDICTIONS = "predictions";

  public static final String COLD_PREDICTIONS = "cold_predictions";

  /** Counter: labels learned. */
  public static final String LEARNED = "learned";

  /** Counter: predictions that were right, of those whose label came. */
  public static final String RIGHT_PREDICTIONS = "right_predictions";

  /** Gauges, of the newest report: average precision of a graph's scores, loss of its learner. */
  public static final String AVERAGE_PRECISION = "average_precision";

  public static final String LOSS = "loss";

  /** Counters: labels without an instance, instances without a label in time. */
  public static final String UNMATCHED_LABELS = "unmatched_labels";

  public static final String UNLABELLED = "unlabelled";

  /** Counter: drifts found. */
  public static final String DRIFT_ALARMS = "drift_alarms";

  /** Counters of graphs: nodes that had their first edge, nodes forgotten. */
  public static final String NEW_NODES = "new_nodes";

  public static final String EXPIRED_NODES = "expired_nodes";

  /** Counter: temporal batches. */
  public static final String TEMPORAL_BATCHES = "temporal_batches";

  /** Counter: embeddings told. */
  public static final String EMBEDDINGS = "embeddings";

  /**
   * Counters: parameters that learners told, and versions of merged ones that they went on from.
   */
  public static final String UPDATES_SHARED = "updates_shared";

  public static final String VERSIONS_ADOPTED = "versions_adopted";

  /** Counters of aggregation: rounds that were closed, updates that were refused. */
  public static final String ROUNDS = "rounds";

  public static final String REJECTED_UPDATES = "rejected_updates";

  /** Counters: updates that were aggregated though suspicious, rounds whose rule gave no result. */
  public static final String SUSPICIOUS_UPDATES = "suspicious_updates";

  public static final String FAILED_ROUNDS = "failed_rounds";

  /** Histograms of rounds: updates in one, milliseconds it took, versions an update was behind. */
  public static final String PARTICIPANTS = "participants";

  public static final String ROUND_TIME = "round_ms";
  public static final String STALENESS = "staleness";

  /** Gauge: workers that ever took part or reported. */
  public static final String KNOWN_WORKERS = "known_workers";

  private static final String REASON = "reason";
  private static final int HISTORY = 1024;

  private final MetricGroup group;

  /**
   * @param operator the operator's own group
   */
  public MillraceMetrics(MetricGroup operator) {
    this.group = operator.addGroup(GROUP);
  }

  public BundleMetrics bundles() {
    return new BundleMetrics(
        group.counter(RECORDS),
        histogram(BUNDLE_SIZE),
        histogram(BUNDLE_WAIT),
        histogram(BUNDLE_COMPUTE));
  }

  /** Shows the counts of a hot tier. */
  public void hotTier(HotStatistics statistics) {
    count(HOT_HITS, statistics::hits);
    count(HOT_MISSES, statistics::misses);
    count(HOT_EVICTIONS, statistics::evictions);
    count(HOT_WRITES, statistics::writes);
    gauge(HOT_DIRTY, statistics::dirty);
    gauge(HOT_BYTES, statistics::bytes);
    gauge(HOT_ENTRIES, statistics::entries);
    gauge(
        STATE_BYTES_PER_KEY,
        () -> {
          long entries = statistics.entries();
          return entries == 0 ? 0 : statistics.bytes() / entries;
        });
  }

  /**
   * Shows how far event time is behind.
   *
   * @param watermark in milliseconds; {@link Long#MIN_VALUE} before the first, which is shown as
   *     -1, {@link Long#MAX_VALUE} after the last
   */
  public void watermark(LongSupplier watermark) {
    gauge(
        WATERMARK_LAG,
        () -> {
          long mark = watermark.getAsLong();
          return mark == Long.MIN_VALUE ? -1 : Math.max(0, System.currentTimeMillis() - mark);
        });
  }

  /** A counter of this operator. */
  public Counter counter(String name) {
    return group.counter(name);
  }

  /** Shows a count that is kept elsewhere. */
  public void count(String name, LongSupplier count) {
    group.counter(name, new CounterView(count));
  }

  /** Shows a value that may fall. */
  public void gauge(String name, LongSupplier value) {
    Gauge<Long> gauge = value::getAsLong;
    group.gauge(name, gauge);
  }

  /** Shows a value that is no whole number. */
  public void measure(String name, DoubleSupplier value) {
    Gauge<Double> gauge = value::getAsDouble;
    group.gauge(name, gauge);
  }

  /** The counter of records rejected for a reason of a closed set. */
  public Counter rejected(String reason) {
    return group.addGroup(REASON, reason).counter(REJECTED);
  }

  /** The counters of records rejected, by the reasons of a closed set. */
  public <F extends Enum<F>> Map<F, Counter> rejected(Class<F> reasons, Function<F, String> label) {
    Map<F, Counter> counters = new EnumMap<>(reasons);
    for (F reason : reasons.getEnumConstants()) {
      counters.put(reason, rejected(label.apply(reason)));
    }
    return counters;
  }

  /** A histogram over the last values. */
  public Histogram histogram(String name) {
    return group.histogram(name, new DescriptiveStatisticsHistogram(HISTORY));
  }
}
