/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.board;

import io.millrace.dashboard.ring.Recent;
import io.millrace.schemas.AggregationReport;
import io.millrace.schemas.ModelReference;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Models that workers train together, round by round. Thread-safe. */
public final class AggregationBoard implements Progress {
  private static final int MODELS = 16;

  private final Recent<String, TrainedModel> models = new Recent<>(MODELS, TrainedModel::new);
  private final Latency latency = new Latency();
  private long newestMillis;

  /** All models. */
  record Snapshot(long forgotten, List<TrainedModel.Summary> models) {}

  /** Takes the report of a round. */
  public synchronized void report(AggregationReport report, long nowMillis) {
    models.touch(report.getModel()).report(report);
    long published = report.getPublishedAt().toEpochMilli();
    newestMillis = Math.max(newestMillis, published);
    latency.add(report.getOpenedAt().toEpochMilli(), published, nowMillis);
  }

  /** Takes the announcement of a version, of a model that is trained here or of any other. */
  public synchronized void reference(ModelReference reference) {
    Optional<TrainedModel> model = models.find(reference.getModel());
    if (model.isPresent() && reference.getVersion().matches("[0-9]{1,18}")) {
      model.get().reference(reference, Long.parseLong(reference.getVersion()));
    }
  }

  /** All models. */
  public synchronized Object snapshot() {
    return new Snapshot(
        models.forgotten(),
        models.values().stream()
            .map(TrainedModel::summary)
            .sorted(Comparator.comparing(TrainedModel.Summary::id, new NaturalOrder()))
            .toList());
  }

  /** A model with its history. */
  public synchronized Optional<Object> detail(String model) {
    return models.find(model).map(TrainedModel::detail);
  }

  /** Some model, to begin with. */
  public synchronized Optional<String> first() {
    return models.entries().stream().map(Map.Entry::getKey).min(new NaturalOrder());
  }

  @Override
  public synchronized long newestMillis() {
    return newestMillis;
  }

  /** From the first update of a round to its version. */
  @Override
  public long[] latency(long nowMillis) {
    return latency.recent(nowMillis);
  }
}
