/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.metrics;

import static io.millrace.operators.metrics.Metric.Kind.COUNTER;
import static io.millrace.operators.metrics.Metric.Kind.GAUGE;
import static io.millrace.operators.metrics.Metric.Kind.HISTOGRAM;

import java.util.List;
import java.util.Locale;

/** All metrics, described; the reference page is made of it. */
public final class MetricCatalogue {
  private static final String ALL = "all";
  private static final String BUNDLED = "streaming-cnn, drift-moe, temporal-graph";
  private static final String CNN = "streaming-cnn";
  private static final String DRIFT = "drift-moe";
  private static final String GRAPH = "temporal-graph";
  private static final String LEARNERS = "drift-moe, temporal-graph";
  private static final String AGGREGATION = "parameter-aggregation";
  private static final String MERGING = "drift-moe, temporal-graph, parameter-aggregation";

  /** Every metric of Millrace, in the order of the page. */
  public static final List<Metric> METRICS =
      List.of(
          counter(MillraceMetrics.RECORDS, BUNDLED, "records taken out of bundles"),
          histogram(MillraceMetrics.BUNDLE_SIZE, BUNDLED, "records per bundle"),
          histogram(
              MillraceMetrics.BUNDLE_WAIT,
              BUNDLED,
              "microseconds from a bundle's first record to its processing"),
          histogram(MillraceMetrics.BUNDLE_COMPUTE, BUNDLED, "microseconds to process a bundle"),
          counter(MillraceMetrics.HOT_HITS, ALL, "state found on the heap"),
          counter(MillraceMetrics.HOT_MISSES, ALL, "state that had to be read from RocksDB"),
          counter(MillraceMetrics.HOT_EVICTIONS, ALL, "state that had to leave the heap for other"),
          counter(MillraceMetrics.HOT_WRITES, ALL, "state written to RocksDB"),
          gauge(
              MillraceMetrics.HOT_DIRTY, ALL, "entries on the heap that RocksDB does not have yet"),
          gauge(MillraceMetrics.HOT_BYTES, ALL, "heap bytes of live state, estimated"),
          gauge(
              MillraceMetrics.HOT_ENTRIES,
              ALL,
              "entries on the heap; bytes over entries are the state of a key"),
          gauge(MillraceMetrics.STATE_BYTES_PER_KEY, ALL, "mean heap bytes of a key's live state"),
          gauge(
              MillraceMetrics.WATERMARK_LAG,
              ALL,
              "milliseconds that event time is behind the clock of the machine; -1 before the first"
                  + " event, and of replayed events their age"),
          gauge(MillraceMetrics.NATIVE_ARRAYS, CNN, "arrays held outside the Java heap"),
          gauge(
              MillraceMetrics.NATIVE_BYTES, CNN, "bytes of the weights held outside the Java heap"),
          gauge(
              MillraceMetrics.MODEL_VERSION,
              MERGING,
              "number of the newest version of merged parameters: the one made"
                  + " (parameter-aggregation), or the one taken in; -1 for none"),
          gauge(
              MillraceMetrics.MODEL_AGE,
              "streaming-cnn, parameter-aggregation",
              "milliseconds since the serving model, or the newest version, was published; -1 for"
                  + " none"),
          counter(MillraceMetrics.MODEL_SWAPS, CNN, "models taken into service"),
          counter(MillraceMetrics.MODEL_FAILURES, CNN, "models that could not be"),
          counter(
              MillraceMetrics.REJECTED,
              BUNDLED,
              "records that went to the dead letters, by the label `reason`"),
          new Metric(
              "recordsRejected",
              COUNTER,
              false,
              ALL,
              "records that could not be decoded and went to the dead letters"),
          counter(MillraceMetrics.LATE, BUNDLED, "records that came after their turn"),
          counter(MillraceMetrics.DUPLICATES, BUNDLED, "records that came again and were dropped"),
          counter(MillraceMetrics.EXPIRED, BUNDLED, "keys that rested too long and were forgotten"),
          counter(MillraceMetrics.RESETS, "streaming-cnn, temporal-graph", "keys that began anew"),
          counter(MillraceMetrics.OVERLAPS, CNN, "frames that repeated samples in part"),
          counter(MillraceMetrics.REORDERED, CNN, "frames that were put into order"),
          counter(MillraceMetrics.GAPS, CNN, "gaps in streams"),
          counter(MillraceMetrics.FILLED_SAMPLES, CNN, "samples that were made up to fill gaps"),
          counter(MillraceMetrics.INFERENCE_REQUESTS, CNN, "predictions asked of a model"),
          histogram(
              MillraceMetrics.INFERENCE_LATENCY,
              CNN,
              "microseconds of one batched step, predictions included"),
          counter(MillraceMetrics.PREDICTIONS, LEARNERS, "instances or edges predicted"),
          counter(
              MillraceMetrics.COLD_PREDICTIONS,
              LEARNERS,
              "those of them by a learner that knew too little"),
          counter(MillraceMetrics.LEARNED, LEARNERS, "labels or edges learned"),
          counter(
              MillraceMetrics.RIGHT_PREDICTIONS,
              DRIFT,
              "right predictions, of those whose label came: over `learned` it is the accuracy"),
          gauge(
              MillraceMetrics.AVERAGE_PRECISION,
              GRAPH,
              "average precision against negative samples, as of the newest report"),
          gauge(
              MillraceMetrics.LOSS,
              GRAPH,
              "mean loss of what was learned, as of the newest report"),
          counter(MillraceMetrics.UNMATCHED_LABELS, DRIFT, "labels without an instance"),
          counter(MillraceMetrics.UNLABELLED, DRIFT, "instances without a label in time"),
          counter(MillraceMetrics.DRIFT_ALARMS, DRIFT, "drifts found"),
          counter(MillraceMetrics.NEW_NODES, GRAPH, "nodes that had their first edge"),
          counter(MillraceMetrics.EXPIRED_NODES, GRAPH, "nodes forgotten"),
          counter(MillraceMetrics.TEMPORAL_BATCHES, GRAPH, "temporal batches"),
          counter(MillraceMetrics.EMBEDDINGS, GRAPH, "embeddings told"),
          counter(MillraceMetrics.EDGES_ASSIGNED, GRAPH, "edges assigned to a partition of a cut"),
          counter(MillraceMetrics.REPLICAS_BEGUN, GRAPH, "nodes that got a replica"),
          counter(MillraceMetrics.REPLICAS_SENT, GRAPH, "replicas told to other partitions"),
          counter(MillraceMetrics.REPLICAS_MERGED, GRAPH, "replicas taken from other partitions"),
          counter(
              MillraceMetrics.REPLICAS_DROPPED, GRAPH, "replicas that came too late to be of use"),
          counter(
              MillraceMetrics.UPDATES_SHARED, LEARNERS, "parameters told to be merged with others"),
          counter(
              MillraceMetrics.VERSIONS_ADOPTED, LEARNERS, "merged parameters taken into service"),
          counter(MillraceMetrics.ROUNDS, AGGREGATION, "rounds that were closed"),
          counter(
              MillraceMetrics.REJECTED_UPDATES,
              AGGREGATION,
              "updates that were refused and went to the dead letters"),
          counter(
              MillraceMetrics.SUSPICIOUS_UPDATES,
              AGGREGATION,
              "updates that were aggregated and are told of as suspicious"),
          counter(
              MillraceMetrics.FAILED_ROUNDS,
              AGGREGATION,
              "rounds whose rule gave no result, so that the version is the one before"),
          histogram(MillraceMetrics.PARTICIPANTS, AGGREGATION, "updates per round"),
          histogram(
              MillraceMetrics.ROUND_TIME,
              AGGREGATION,
              "milliseconds from a round's first update to its version"),
          histogram(
              MillraceMetrics.STALENESS,
              AGGREGATION,
              "versions that an aggregated update was behind"),
          gauge(
              MillraceMetrics.KNOWN_WORKERS,
              AGGREGATION,
              "workers that ever took part or reported, as of the newest round"));

  private MetricCatalogue() {}

  private static Metric counter(String name, String jobs, String meaning) {
    return new Metric(name, COUNTER, true, jobs, meaning);
  }

  private static Metric gauge(String name, String jobs, String meaning) {
    return new Metric(name, GAUGE, true, jobs, meaning);
  }

  private static Metric histogram(String name, String jobs, String meaning) {
    return new Metric(name, HISTOGRAM, true, jobs, meaning);
  }

  /** The reference page. */
  public static String markdown() {
    StringBuilder page =
        new StringBuilder(
            """
            # Metrics

            Every operator of Millrace counts in the group `millrace` of its scope, per subtask. The names \
            below are those \
            that Flink's Prometheus reporter gives them; its labels `job_name`, `operator_name` and \
            `subtask_index` tell whose they are. No key of a user ever becomes a label. A name is a \
            promise: metrics are added, not renamed.

            Flink's own metrics tell the rest: `currentInputWatermark`, `lastCheckpointDuration`, \
            `numRestarts`, `pendingRecords`, back pressure.

            | metric | kind | jobs | meaning |
            | --- | --- | --- | --- |
            """);
    for (Metric metric : METRICS) {
      page.append("| `")
          .append(metric.prometheusName())
          .append("` | ")
          .append(metric.kind().name().toLowerCase(Locale.ROOT))
          .append(" | ")
          .append(metric.jobs())
          .append(" | ")
          .append(metric.meaning())
          .append(" |\n");
    }
    return page.toString();
  }
}
