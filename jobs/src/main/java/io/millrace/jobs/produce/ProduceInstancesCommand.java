/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.produce;

import io.millrace.connectors.instance.InstanceException;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.cli.BrokerOptions;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.Interrupt;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.PaceOptions;
import io.millrace.jobs.cli.ProgressLine;
import io.millrace.jobs.cli.StreamOptions;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.play.InstancePlayer;
import io.millrace.jobs.play.InstanceTopics;
import io.millrace.jobs.play.LabelledSender;
import io.millrace.jobs.topics.ExistingTopics;
import io.millrace.models.drift.stream.InstanceStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays labelled instances into the topics of instances and labels. */
@Command(
    name = "instances",
    header = "Play labelled instances from a generator or a file into Kafka.",
    description = {
      "Deals the instances of a stream to one or more stream ids in turn, at a steady rate, with "
          + "their labels or with labels as records of their own that come later. Classes and nominal "
          + "values go by number, in the order in which the generator or file names them. Generated "
          + "streams end after 1,000,000 instances."
    })
final class ProduceInstancesCommand extends MillraceCommand {
  @Mixin BrokerOptions brokers;

  @Mixin StreamOptions stream;

  @Option(names = "--seed", paramLabel = "S", description = "Of a generated stream.")
  long seed = 1;

  @Option(
      names = "--streams",
      paramLabel = "N",
      description = "Deal the instances to so many stream ids, PREFIX1 to PREFIXN.")
  int streams = 1;

  @Option(
      names = "--prefix",
      paramLabel = "TEXT",
      description = "Begins the id of every stream, to tell runs apart.")
  String prefix = "stream-";

  @Option(
      names = "--delay",
      paramLabel = "N",
      description = "Labels come N instances of their stream later; 0: with the instance.")
  int delay;

  @ArgGroup PaceOptions pace = new PaceOptions();

  ProduceInstancesCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    UsageException.unless(streams >= 1, "--streams", streams, "1 or more");
    UsageException.unless(delay >= 0, "--delay", delay, "0 or more");
    double perSecond = pace.perSecond();
    JobConfiguration configuration = brokers.configuration();
    InstanceSummary summary;
    try (InstanceStream instances = stream.open(seed)) {
      summary = play(instances, perSecond, configuration);
    } catch (IllegalArgumentException | InstanceException e) {
      throw new UsageException(e.getMessage());
    }
    if (json) {
      console.json(summary);
    } else {
      console.line(
          "%s%,d instances of %d streams sent to %s in %.1f s, %,d labels to %s; from %s on",
          summary.interrupted() ? "interrupted: " : "",
          summary.instances(),
          summary.streams(),
          summary.topic(),
          summary.seconds(),
          summary.labels(),
          summary.labelTopic(),
          summary.start());
    }
    return ExitCode.OK;
  }

  private InstanceSummary play(
      InstanceStream instances, double perSecond, JobConfiguration configuration) {
    KafkaConnection connection = BrokerOptions.connection(configuration);
    String topic = configuration.get(TopicOptions.DRIFT_INSTANCES);
    String labelTopic = configuration.get(TopicOptions.DRIFT_LABELS);
    ExistingTopics.require(
        connection, Map.of(topic, Topics.DRIFT_INSTANCES, labelTopic, Topics.DRIFT_LABELS));
    Instant start = Instant.now();
    long begin = System.nanoTime();
    try (Interrupt interrupt = Interrupt.listen();
        ProgressLine line = ProgressLine.on(console, "instances");
        InstanceTopics out = new InstanceTopics(connection, topic, labelTopic)) {
      List<LabelledSender> senders =
          IntStream.rangeClosed(1, streams)
              .mapToObj(i -> new LabelledSender(out::send, prefix + i, instances.schema(), delay))
              .toList();
      new InstancePlayer(perSecond)
          .play(
              instances,
              senders,
              start.toEpochMilli(),
              () -> !interrupt.isWished(),
              sent -> line.show("produce", sent, -1));
      out.flush();
      double seconds = (System.nanoTime() - begin) / 1e9;
      long sent = out.instancesAcknowledged();
      return new InstanceSummary(
          stream.name(),
          topic,
          labelTopic,
          streams,
          delay,
          sent,
          out.labelsAcknowledged(),
          seconds,
          sent / seconds,
          start.toString(),
          interrupt.isWished());
    }
  }
}
