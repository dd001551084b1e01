/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.topics.command;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.TopicAdmin;
import io.millrace.connectors.topics.TopicReport;
import io.millrace.jobs.cli.BrokerOptions;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.topics.TopicCatalogue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands for topics share: which topics, where, and how they are printed. */
abstract class TopicsActionCommand extends MillraceCommand {
  @Mixin BrokerOptions brokers;

  @Parameters(
      paramLabel = "TOPIC",
      arity = "0..*",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Only these: signals, predictions, late, dead-letters, models, or full names.")
  List<String> names = new ArrayList<>();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "30",
      description = "How long to wait for brokers.")
  int timeoutSeconds;

  TopicsActionCommand(Console console) {
    super(console);
  }

  /** The topics as they should be, before some are picked. */
  TopicCatalogue wanted(JobConfiguration configuration) {
    return TopicCatalogue.of(configuration);
  }

  abstract List<TopicReport> act(TopicAdmin admin, List<Topic> topics);

  abstract void print(List<TopicView> topics);

  @Override
  public final Integer call() {
    if (timeoutSeconds < 1) {
      throw new UsageException("--timeout is " + timeoutSeconds + ": give 1 or more");
    }
    JobConfiguration configuration = brokers.configuration();
    TopicCatalogue catalogue;
    try {
      catalogue = wanted(configuration).only(names);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    KafkaConnection connection = BrokerOptions.connection(configuration);
    List<TopicView> views;
    try (TopicAdmin admin = TopicAdmin.connect(connection, Duration.ofSeconds(timeoutSeconds))) {
      views = TopicView.of(catalogue, act(admin, List.copyOf(catalogue.byRole().values())));
    }
    if (json) {
      console.json(new Document(connection.bootstrapServers(), views));
    } else {
      print(views);
    }
    return ExitCode.OK;
  }

  /** What --json prints. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Document(String bootstrapServers, List<TopicView> topics) {}

  final void table(List<TopicView> topics) {
    console.line(
        "%-34s %-13s %-8s %10s %11s  %s",
        "TOPIC", "ROLE", "STATUS", "PARTITIONS", "REPLICATION", "RECORDS");
    for (TopicView topic : topics) {
      console.line(
          "%-34s %-13s %-8s %10d %11s  %s",
          topic.name(),
          topic.role(),
          topic.status(),
          topic.partitions(),
          topic.replication() == 0 ? "-" : topic.replication(),
          topic.schema());
    }
  }

  final void differences(List<TopicView> topics) {
    for (TopicView topic : topics) {
      topic.differences().forEach(difference -> console.note("%s: %s", topic.name(), difference));
    }
  }
}
