/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.AggregationOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.parameteraggregation.UpdateRecords;
import io.millrace.jobs.run.RunnableJob;
import io.millrace.jobs.worker.UpdateParts;
import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.codec.Codecs;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.neural.Mix64;
import io.millrace.models.shape.ModelShape;
import io.millrace.schemas.AggregationReport;
import io.millrace.schemas.ModelReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Updates of workers that take turns; a round ends when all have sent theirs. One partition: who is
 * in which round depends on the order of arrival, which must be the same for whoever reads again.
 */
final class UpdateSubject implements Subject {
  private static final int WORKERS = 4;
  private static final int VALUES = 2000;
  private static final String MODEL = "load";

  private static final Output<AggregationReport> REPORTS =
      new Output<>(
          TopicOptions.AGGREGATION_REPORTS,
          Topics.AGGREGATION_REPORTS,
          AggregationReport.class,
          record -> record.getModel() + "/" + record.getRound(),
          Set.of("openedAt", "closedAt", "publishedAt"));
  private static final Output<ModelReference> VERSIONS =
      new Output<>(
          TopicOptions.MODELS,
          // Every version is looked for; compaction would take the older ones away.
          Topics.MODELS
              .withName("millrace.load.version.v1")
              .withCleanup(Topic.Cleanup.DELETE)
              .withRetention(Duration.ofDays(1)),
          ModelReference.class,
          record -> record.getModel() + "/" + record.getVersion(),
          Set.of("publishedAt"));

  private final UpdateRecords records = new UpdateRecords();
  private final ModelShape shape = ModelShape.flat(VALUES);
  private final long seed;
  private final Lifetime lifetime;

  UpdateSubject(long seed, Lifetime lifetime) {
    this.seed = seed;
    this.lifetime = lifetime;
  }

  @Override
  public RunnableJob job() {
    return RunnableJob.PARAMETER_AGGREGATION;
  }

  @Override
  public double eventsPerSecond() {
    return 20;
  }

  @Override
  public JobConfiguration configuration(JobConfiguration base) {
    return base.with(AggregationOptions.RULE, "fedavg")
        .with(AggregationOptions.TRIGGER, "count(" + WORKERS + ")")
        .with(AggregationOptions.WORKER_TIMEOUT, Duration.ofHours(2))
        .with(AggregationOptions.PENDING_TIMEOUT, Duration.ofHours(2))
        .with(AggregationOptions.IDLE_TIMEOUT, Duration.ofSeconds(1));
  }

  @Override
  public Topic input() {
    return Topics.PARAMETER_UPDATES.withPartitions(1);
  }

  @Override
  public List<Topic> others() {
    return List.of(Topics.WORKER_HEARTBEATS, Topics.WORKER_ASSIGNMENTS);
  }

  @Override
  public List<InputRecord> event(long number, long millis) {
    long worker = number % WORKERS;
    long round = number / WORKERS;
    float[] values = new float[VALUES];
    for (int i = 0; i < VALUES; i++) {
      values[i] = (float) (Mix64.uniform(seed, number * VALUES + i) - 0.5);
    }
    String name = "worker-" + worker + "-" + lifetime.generation(round);
    return update(name, "round-" + round, round, millis, values);
  }

  private List<InputRecord> update(
      String worker, String id, long base, long millis, float[] values) {
    Contribution contribution = new Contribution(worker, id, base, 10, 1, 0.1, 0, Payload.DELTA);
    UpdateHeader header = new UpdateHeader(MODEL, "", contribution, -1, millis, shape, false);
    List<InputRecord> parts = new ArrayList<>();
    UpdateParts.forEach(
        header,
        new float[][] {values},
        (fragment, all, at) -> Chunk.encode(Codecs.FP32, fragment, all, at, seed),
        part ->
            parts.add(
                new InputRecord(input().name(), 0, worker.getBytes(UTF_8), records.encode(part))));
    return parts;
  }

  @Override
  public InputRecord ahead(int number, long millis) {
    return update("ahead-" + number, "0", 0, millis, new float[VALUES]).get(0);
  }

  @Override
  public Output<?> answers() {
    return REPORTS;
  }

  @Override
  public List<Output<?>> outputs() {
    return List.of(REPORTS, VERSIONS, DeadLetterOutput.OUTPUT);
  }

  @Override
  public long expected(long events) {
    return events / WORKERS;
  }
}
