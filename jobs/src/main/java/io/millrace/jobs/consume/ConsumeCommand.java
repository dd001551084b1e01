/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.consume;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.jobs.cli.BrokerOptions;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.InstantConverter;
import io.millrace.jobs.cli.Interrupt;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.topics.TopicCatalogue;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows what is in a topic. */
@Command(
    name = "consume",
    header = "Show predictions, or the records of any topic, as they arrive.",
    description =
        "Shows committed records only, in no group, so that nobody else misses any. With --json each"
            + " record is one line. Ctrl-C ends it.")
final class ConsumeCommand extends MillraceCommand {
  private static final Duration GLANCE = Duration.ofMillis(200);

  @Mixin BrokerOptions brokers;

  @Parameters(
      paramLabel = "TOPIC",
      arity = "0..1",
      defaultValue = "predictions",
      description = "signals, predictions, late, dead-letters, models, or a full name.")
  String topic;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      converter = FromConverter.class,
      defaultValue = "latest",
      description =
          "earliest, latest, 2026-01-31T12:00:00Z, or 15m for so long ago, as the broker received them.")
  Instant from;

  @Option(
      names = "--max",
      paramLabel = "N",
      showDefaultValue = Help.Visibility.NEVER,
      description = "End after so many records.")
  long max = Long.MAX_VALUE;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      showDefaultValue = Help.Visibility.NEVER,
      description = "End when no record arrived for so long.")
  double timeout = Double.POSITIVE_INFINITY;

  @Option(
      names = "--stream",
      paramLabel = "ID",
      split = ",",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Only these streams; of dead letters, keys; of models, names.")
  Set<String> streams = new LinkedHashSet<>();

  @Option(
      names = "--label",
      paramLabel = "CLASS",
      split = ",",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Only predictions of these classes.")
  Set<String> labels = new LinkedHashSet<>();

  ConsumeCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() {
    if (max < 1) {
      throw new UsageException("--max is " + max + ": give 1 or more");
    }
    if (!(timeout > 0)) {
      throw new UsageException("--timeout is " + timeout + ": give a number above 0");
    }
    JobConfiguration configuration = brokers.configuration();
    KafkaConnection connection = BrokerOptions.connection(configuration);
    String name = TopicCatalogue.of(configuration).name(topic);
    Shown shown = new Shown();
    try (Interrupt interrupt = Interrupt.listen();
        TopicFollower<SpecificRecord> follower =
            new TopicFollower<>(connection, name, new AnyRecord(), from)) {
      long heard = System.nanoTime();
      while (!interrupt.isWished()
          && shown.count < max
          && (System.nanoTime() - heard) / 1e9 < timeout
          && !console.isClosed()) {
        if (follower.pollRecords(GLANCE, shown::take) > 0) {
          heard = System.nanoTime();
        }
      }
      if (follower.undecodable() > 0) {
        console.note("%,d records of %s are none of Millrace's", follower.undecodable(), name);
      }
    }
    return ExitCode.OK;
  }

  /** Shows records that pass the filters, until there are enough. */
  private final class Shown {
    private long count;

    void take(ConsumerRecord<byte[], byte[]> record, SpecificRecord value) {
      RecordPage page = RecordPage.of(value);
      if (count >= max
          || (!streams.isEmpty() && !streams.contains(page.key()))
          || (!labels.isEmpty() && !labels.contains(page.label()))) {
        return;
      }
      count++;
      if (json) {
        console.jsonLine(document(record, page));
      } else {
        console.line("%s", page.line());
      }
    }

    private Map<String, Object> document(ConsumerRecord<byte[], byte[]> record, RecordPage page) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("topic", record.topic());
      document.put("partition", record.partition());
      document.put("offset", record.offset());
      document.put("timestamp", Instant.ofEpochMilli(record.timestamp()).toString());
      document.put("record_key", record.key() == null ? null : new String(record.key(), UTF_8));
      document.putAll(page.fields());
      return document;
    }
  }

  /** Knows two words besides times. */
  static final class FromConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      return switch (text) {
        case "earliest" -> Instant.MIN;
        case "latest" -> Instant.MAX;
        default -> new InstantConverter().convert(text);
      };
    }
  }
}
