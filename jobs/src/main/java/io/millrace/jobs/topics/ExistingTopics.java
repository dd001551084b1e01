/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.topics;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.TopicAdmin;
import io.millrace.connectors.topics.TopicReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Looks whether there are topics to send to, before anything is sent. */
public final class ExistingTopics {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private ExistingTopics() {}

  /**
   * @param wanted what each topic is for, by its name on these brokers
   * @throws IllegalArgumentException when one is missing
   */
  public static void require(KafkaConnection connection, Map<String, Topic> wanted) {
    List<Topic> named =
        wanted.entrySet().stream().map(each -> each.getValue().withName(each.getKey())).toList();
    try (TopicAdmin admin = TopicAdmin.connect(connection, PATIENCE)) {
      for (TopicReport report : admin.describe(named)) {
        if (report.status() == TopicReport.Status.MISSING) {
          throw new IllegalArgumentException(
              "there is no topic "
                  + report.topic().name()
                  + " at "
                  + connection
                  + ": run 'millrace topics create'");
        }
      }
    }
  }
}
