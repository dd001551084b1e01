/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.topics.command;

import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.TopicAdmin;
import io.millrace.connectors.topics.TopicReport;
import io.millrace.jobs.cli.Console;
import java.util.List;
import picocli.CommandLine.Command;

/** Lists the topics. */
@Command(name = "list", header = "List the topics and whether they exist.")
final class TopicsListCommand extends TopicsActionCommand {
  TopicsListCommand(Console console) {
    super(console);
  }

  @Override
  List<TopicReport> act(TopicAdmin admin, List<Topic> topics) {
    return admin.describe(topics);
  }

  @Override
  void print(List<TopicView> topics) {
    table(topics);
  }
}
