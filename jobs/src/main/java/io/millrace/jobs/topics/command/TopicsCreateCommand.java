/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.topics.command;

import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.TopicAdmin;
import io.millrace.connectors.topics.TopicReport;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.topics.TopicCatalogue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** Creates what is missing. */
@Command(
    name = "create",
    header = "Create the topics that are missing.",
    description =
        "May be run again: topics that exist are left alone, and what they differ in is told.")
final class TopicsCreateCommand extends TopicsActionCommand {
  @Option(
      names = "--partitions",
      paramLabel = "TOPIC=N",
      split = ",",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Other numbers of partitions, such as signals=32,predictions=32.")
  Map<String, Integer> partitions = new LinkedHashMap<>();

  @Option(
      names = "--retention",
      paramLabel = "TOPIC=TIME",
      split = ",",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Other times that records are kept, such as signals=12h,late=3d.")
  Map<String, String> retentions = new LinkedHashMap<>();

  @Option(
      names = "--replication",
      paramLabel = "N",
      description = "Replicas of each partition; else as many as there are brokers, 3 at most.")
  Short replication;

  TopicsCreateCommand(Console console) {
    super(console);
  }

  @Override
  TopicCatalogue wanted(JobConfiguration configuration) {
    if (replication != null && replication < 1) {
      throw new UsageException("--replication is " + replication + ": give 1 or more");
    }
    Map<String, Duration> times = new LinkedHashMap<>();
    retentions.forEach((role, time) -> times.put(role, TimeUtils.parseDuration(time)));
    return super.wanted(configuration).withPartitions(partitions).withRetention(times);
  }

  @Override
  List<TopicReport> act(TopicAdmin admin, List<Topic> topics) {
    return replication == null ? admin.create(topics) : admin.create(topics, replication);
  }

  @Override
  void print(List<TopicView> topics) {
    table(topics);
    differences(topics);
  }
}
