/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.report.topic;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topic;
import io.millrace.jobs.consume.AnyRecord;
import io.millrace.jobs.consume.TopicFollower;
import io.millrace.jobs.report.page.Page;
import io.millrace.jobs.report.page.Section;
import io.millrace.schemas.DeadLetter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/** Reads the output topics of a job as they are now, once, and makes a report of them. */
public final class TopicReport {
  private static final Duration GLANCE = Duration.ofMillis(200);
  private static final Duration SILENCE = Duration.ofSeconds(30);

  private final KafkaConnection connection;
  private final Map<String, Topic> topics;

  /**
   * @param topics by role
   */
  public TopicReport(KafkaConnection connection, Map<String, Topic> topics) {
    this.connection = connection;
    this.topics = Map.copyOf(topics);
  }

  /** The jobs that can be reported of. */
  public static List<String> jobs() {
    return List.of("streaming-cnn", "drift-moe", "temporal-graph", "parameter-aggregation");
  }

  /**
   * Reads committed records up to those of now.
   *
   * @param job one of {@link #jobs}
   * @param from leaves out what the brokers received before
   * @param running asked all the time; what was read until it says no is reported
   * @param progress told how many records were read
   * @throws ReportException when there are no results, or the brokers fall silent
   * @throws io.millrace.jobs.consume.ConsumeException when a topic is missing or no broker answers
   */
  public Page read(String job, Instant from, BooleanSupplier running, LongConsumer progress) {
    JobPage page = page(job);
    LetterSection letters =
        new LetterSection(page.inputs().stream().map(this::name).collect(Collectors.toSet()));
    List<String> names = new ArrayList<>(page.roles().stream().map(this::name).toList());
    names.add(name("dead-letters"));
    long records = 0;
    long foreign;
    try (TopicFollower<SpecificRecord> follower =
        new TopicFollower<>(connection, names, new AnyRecord(), from)) {
      BooleanSupplier done = follower.untilNow();
      long heard = System.nanoTime();
      while (running.getAsBoolean() && !done.getAsBoolean()) {
        int count =
            follower.poll(
                GLANCE,
                record -> {
                  if (record instanceof DeadLetter letter) {
                    letters.take(letter);
                  } else {
                    page.take(record);
                  }
                });
        records += count;
        progress.accept(records);
        if (count > 0) {
          heard = System.nanoTime();
        } else if (System.nanoTime() - heard > SILENCE.toNanos()) {
          throw new ReportException(
              "nothing came from "
                  + connection
                  + " for "
                  + SILENCE.toSeconds()
                  + " s: do its brokers run?");
        }
      }
      foreign = follower.undecodable();
    }
    if (page.results() == 0) {
      throw new ReportException(nothing(names, from));
    }
    List<Section> sections = new ArrayList<>(page.sections());
    sections.add(letters.section());
    return new Page("Millrace: " + job, lead(names, from, records, foreign), sections);
  }

  private String nothing(List<String> names, Instant from) {
    return "nothing to report: "
        + String.join(" and ", names.subList(0, names.size() - 1))
        + " hold"
        + (names.size() == 2 ? "s" : "")
        + " no results"
        + (from.equals(Instant.MIN)
            ? "; has the job run?"
            : " since " + Moments.text(from.toEpochMilli()) + "; give an earlier --since");
  }

  private String lead(List<String> names, Instant from, long records, long foreign) {
    return records
        + " records of "
        + String.join(", ", names)
        + " at "
        + connection.bootstrapServers()
        + (from.equals(Instant.MIN) ? "" : ", since " + Moments.text(from.toEpochMilli()))
        + ". Read "
        + Moments.text(System.currentTimeMillis())
        + "."
        + (foreign == 0 ? "" : " " + foreign + " more are no records of Millrace.");
  }

  private String name(String role) {
    return Optional.ofNullable(topics.get(role))
        .map(Topic::name)
        .orElseThrow(() -> new IllegalArgumentException("there is no topic for " + role));
  }

  private static JobPage page(String job) {
    return switch (job) {
      case "streaming-cnn" -> new SignalPage();
      case "drift-moe" -> new DriftPage();
      case "temporal-graph" -> new GraphPage();
      case "parameter-aggregation" -> new AggregationPage();
      default ->
          throw new IllegalArgumentException(
              "there is no job '" + job + "'; there are " + String.join(", ", jobs()));
    };
  }
}
