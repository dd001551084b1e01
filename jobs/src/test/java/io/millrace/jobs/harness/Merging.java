/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.harness;

import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.AggregationOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.ShareOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.config.check.ConfigurationValidator;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.parameteraggregation.ParameterAggregationJob;
import io.millrace.jobs.worker.GlobalModel;
import io.millrace.jobs.worker.ModelFollower;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;

/** The aggregation job beside a tested job whose learners share a model. */
public final class Merging {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private Merging() {}

  /** A tested job that has the topics of both. */
  public static TestedJob with(TestedJob job) {
    Map<ConfigOption<String>, Topic> topics = new HashMap<>(job.topics());
    topics.put(TopicOptions.PARAMETER_UPDATES, Topics.PARAMETER_UPDATES.withPartitions(3));
    topics.put(TopicOptions.WORKER_HEARTBEATS, Topics.WORKER_HEARTBEATS.withPartitions(1));
    topics.put(TopicOptions.WORKER_ASSIGNMENTS, Topics.WORKER_ASSIGNMENTS.withPartitions(1));
    topics.put(TopicOptions.AGGREGATION_REPORTS, Topics.AGGREGATION_REPORTS.withPartitions(1));
    topics.put(TopicOptions.MODELS, Topics.MODELS);
    return new TestedJob(topics, job.settings(), job.environment());
  }

  /** A configuration of learners that share a model, and of a job that merges so many updates. */
  public static JobConfiguration sharing(
      JobHarness harness, JobConfiguration configuration, String model, int learners) {
    String store = "store-" + configuration.get(JobOptions.NAME);
    return configuration
        .with(ShareOptions.MODEL, model)
        .with(ShareOptions.WORKER, "here")
        .with(AggregationOptions.TRIGGER, "count(" + learners + ")")
        .with(AggregationOptions.DISORDER_BOUND, Duration.ZERO)
        .with(
            AggregationOptions.STORE,
            harness.platform().folder().resolve(store).toUri().toString());
  }

  /** Submits the job that merges. */
  public static EmbeddedJob submit(JobHarness harness, JobConfiguration configuration) {
    String name = configuration.get(JobOptions.NAME) + "-merge";
    JobConfiguration own =
        configuration
            .with(JobOptions.NAME, name)
            .with(JobOptions.PARALLELISM, 1)
            .with(KafkaOptions.GROUP_ID, name)
            .with(KafkaOptions.TRANSACTIONAL_ID_PREFIX, name);
    ConfigurationValidator.validate(own);
    return harness.submit(ParameterAggregationJob.environment(own).getStreamGraph());
  }

  /** Versions that readers of committed records see, once there are so many. */
  public static List<GlobalModel> versions(
      JobHarness harness, JobConfiguration configuration, String published, int expected) {
    List<GlobalModel> versions = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (ModelFollower models =
        new ModelFollower(
            harness.platform().connection(),
            published,
            configuration.get(TopicOptions.MODELS),
            harness.platform().folder().resolve("cache"))) {
      while (versions.size() < expected) {
        versions.addAll(models.poll(Duration.ofMillis(200)));
        if (System.nanoTime() > deadline) {
          throw new AssertionError(
              versions.size() + " versions of " + published + ", not " + expected);
        }
      }
    }
    return versions;
  }
}
