/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.topics.command;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.TopicReport;
import io.millrace.jobs.topics.TopicCatalogue;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A topic as commands print it.
 *
 * @param role what the configuration calls it
 * @param status created, exists or missing
 * @param partitions that it has; those that it should have where it is missing
 * @param replication that it has, 0 where it is missing
 * @param settings that it should have
 * @param schema of its records
 * @param differences from what it should be, each with a remedy
 */
@JsonNaming(SnakeCaseStrategy.class)
public record TopicView(
    String name,
    String role,
    String status,
    int partitions,
    int replication,
    Map<String, String> settings,
    String schema,
    String description,
    List<String> differences) {

  /** The views of reports on all topics of a catalogue, in its order. */
  static List<TopicView> of(TopicCatalogue catalogue, List<TopicReport> reports) {
    List<TopicView> views = new ArrayList<>();
    Iterator<String> roles = catalogue.byRole().keySet().iterator();
    for (TopicReport report : reports) {
      Topic topic = report.topic();
      boolean missing = report.status() == TopicReport.Status.MISSING;
      views.add(
          new TopicView(
              topic.name(),
              roles.next(),
              report.status().name().toLowerCase(Locale.ROOT),
              missing ? topic.partitions() : report.partitions(),
              report.replication(),
              topic.settings(),
              topic.schema(),
              topic.description(),
              report.differences()));
    }
    return views;
  }
}
