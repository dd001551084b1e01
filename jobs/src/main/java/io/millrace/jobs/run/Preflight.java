/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.run;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toSet;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Right;
import io.millrace.connectors.topics.Right.Operation;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.TopicAdmin;
import io.millrace.connectors.topics.TopicAdminException;
import io.millrace.connectors.topics.TopicReport;
import io.millrace.jobs.config.ConfigurationException;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.streamingcnn.KafkaEnds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What the brokers are asked before a job starts: it would otherwise fail again and again. */
public final class Preflight {
  private static final int SHOWN = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private Preflight() {}

  /**
   * Accepts the brokers or tells what they lack.
   *
   * @param configuration valid, with the job's own names
   * @throws ConfigurationException when topics or rights are missing, topics take no records as
   *     large as the job's, or transactions may not be so long
   * @throws TopicAdminException when no broker answers, or one refuses to
   */
  public static void check(RunnableJob job, JobConfiguration configuration) {
    KafkaConnection connection = KafkaEnds.connection(configuration);
    try (TopicAdmin admin = TopicAdmin.connect(connection, PATIENCE)) {
      requireRights(job, configuration, admin, connection);
      requireTopics(job, configuration, admin);
      admin.requireTransactionTimeout(
          KafkaEnds.writing(configuration, configuration.get(JobOptions.NAME)));
    } catch (IllegalArgumentException e) {
      throw ConfigurationException.of(
          KafkaOptions.TRANSACTION_TIMEOUT.key(),
          configuration.get(KafkaOptions.TRANSACTION_TIMEOUT),
          "which the brokers do not allow",
          e.getMessage());
    }
  }

  private static void requireRights(
      RunnableJob job,
      JobConfiguration configuration,
      TopicAdmin admin,
      KafkaConnection connection) {
    List<Right> missing = admin.missing(job.rights(configuration));
    if (!missing.isEmpty()) {
      throw ConfigurationException.of(
          "millrace.kafka",
          connection,
          "whose user lacks "
              + missing.stream().limit(SHOWN).map(Right::toString).collect(joining(", "))
              + (missing.size() > SHOWN ? " and " + (missing.size() - SHOWN) + " more rights" : ""),
          "grant what 'millrace topics acls' prints for this job and its configuration");
    }
  }

  private static void requireTopics(
      RunnableJob job, JobConfiguration configuration, TopicAdmin admin) {
    List<Topic> named = new ArrayList<>();
    job.topics(configuration)
        .forEach((option, topic) -> named.add(topic.withName(configuration.get(option))));
    List<String> missing =
        admin.describe(named).stream()
            .filter(report -> report.status() == TopicReport.Status.MISSING)
            .map(report -> report.topic().name())
            .sorted()
            .toList();
    if (!missing.isEmpty()) {
      throw ConfigurationException.of(
          "millrace.topics",
          String.join(", ", missing),
          "which the brokers do not have",
          "create them with 'millrace topics create'");
    }
    requireRoom(job, configuration, admin, named);
  }

  private static void requireRoom(
      RunnableJob job, JobConfiguration configuration, TopicAdmin admin, List<Topic> named) {
    Set<String> written =
        job.rights(configuration).stream()
            .filter(right -> right.operation() == Operation.WRITE)
            .map(Right::name)
            .collect(toSet());
    List<Topic> small =
        admin.tooSmall(named.stream().filter(topic -> written.contains(topic.name())).toList());
    if (!small.isEmpty()) {
      throw ConfigurationException.of(
          "millrace.topics",
          small.stream().map(Topic::name).sorted().collect(joining(", ")),
          "which takes no records as large as this job may write",
          "raise it: kafka-configs --alter --add-config max.message.bytes="
              + small.stream().mapToInt(Topic::maxRecordBytes).max().orElseThrow());
    }
  }
}
