/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.topics.command;

import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.TopicAdmin;
import io.millrace.connectors.topics.TopicReport;
import io.millrace.jobs.cli.Console;
import java.util.List;
import picocli.CommandLine.Command;

/** Tells all about the topics. */
@Command(
    name = "describe",
    header = "Tell what the topics are for, their settings, and what differs from these.")
final class TopicsDescribeCommand extends TopicsActionCommand {
  TopicsDescribeCommand(Console console) {
    super(console);
  }

  @Override
  List<TopicReport> act(TopicAdmin admin, List<Topic> topics) {
    return admin.describe(topics);
  }

  @Override
  void print(List<TopicView> topics) {
    for (TopicView topic : topics) {
      console.line("%s (%s): %s", topic.name(), topic.role(), topic.description());
      console.line("  records       %s", topic.schema());
      console.line("  status        %s", topic.status());
      console.line("  partitions    %d", topic.partitions());
      if (topic.replication() > 0) {
        console.line("  replication   %d", topic.replication());
      }
      topic.settings().forEach((key, value) -> console.line("  %s = %s", key, value));
      topic.differences().forEach(difference -> console.line("  differs: %s", difference));
    }
  }
}
