/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.produce;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.cli.BrokerOptions;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.Interrupt;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.PaceOptions;
import io.millrace.jobs.cli.ProgressLine;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.play.EdgePlayer;
import io.millrace.jobs.play.InteractionTopic;
import io.millrace.jobs.topics.ExistingTopics;
import io.millrace.models.graph.stream.EdgeFormat;
import io.millrace.models.graph.stream.EdgeList;
import io.millrace.models.graph.stream.EdgeReader;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Plays a file of edges into the topic of interactions. */
@Command(
    name = "interactions",
    header = "Play a file of timestamped edges into Kafka.",
    description = {
      "Sends the edges of a file as the interactions of one graph, in the order of time, at a steady "
          + "rate. Event times are those of the file, moved so that the last is now, unless told otherwise."
    })
final class ProduceInteractionsCommand extends MillraceCommand {
  @Mixin BrokerOptions brokers;

  @Option(
      names = "--edges",
      required = true,
      paramLabel = "FILE",
      description = "The file; gzip is welcome.")
  Path file;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      showDefaultValue = Help.Visibility.NEVER,
      description = "How it is written: ${COMPLETION-CANDIDATES}; else its first line tells.")
  EdgeFormat format;

  @Option(names = "--graph", paramLabel = "ID", description = "The graph they are sent as.")
  String graph = "graph-1";

  @Option(
      names = "--limit",
      paramLabel = "N",
      showDefaultValue = Help.Visibility.NEVER,
      description = "Only the first so many edges.")
  long limit = Long.MAX_VALUE;

  @Option(
      names = "--keep-times",
      description = "Event times are those of the file, however long ago.")
  boolean keepTimes;

  @ArgGroup PaceOptions pace = new PaceOptions();

  ProduceInteractionsCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException {
    UsageException.unless(limit >= 1, "--limit", limit, "1 or more");
    UsageException.unless(!graph.isBlank(), "--graph", "'" + graph + "'", "it a name");
    double perSecond = pace.perSecond();
    JobConfiguration configuration = brokers.configuration();
    InteractionSummary summary;
    try {
      EdgeFormat written = format == null ? EdgeReader.recognise(file, false) : format;
      summary = play(EdgeReader.read(file, written), perSecond, configuration);
    } catch (NoSuchFileException e) {
      throw new UsageException("--edges is " + file + ": there is no such file, name one");
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    if (json) {
      console.json(summary);
    } else {
      console.line(
          "%s%,d interactions of %s sent to %s in %.1f s; from %s on",
          summary.interrupted() ? "interrupted: " : "",
          summary.interactions(),
          summary.graph(),
          summary.topic(),
          summary.seconds(),
          summary.start());
    }
    return ExitCode.OK;
  }

  private InteractionSummary play(
      EdgeList edges, double perSecond, JobConfiguration configuration) {
    KafkaConnection connection = BrokerOptions.connection(configuration);
    String topic = configuration.get(TopicOptions.GRAPH_INTERACTIONS);
    ExistingTopics.require(connection, Map.of(topic, Topics.GRAPH_INTERACTIONS));
    int last = (int) Math.min(limit, edges.size()) - 1;
    long shift = keepTimes ? 0 : System.currentTimeMillis() - edges.time(last);
    long begin = System.nanoTime();
    try (Interrupt interrupt = Interrupt.listen();
        ProgressLine line = ProgressLine.on(console, "interactions");
        InteractionTopic out = new InteractionTopic(connection, topic, List.of(graph))) {
      new EdgePlayer(edges, graph)
          .play(
              limit,
              shift,
              perSecond,
              out::send,
              () -> !interrupt.isWished(),
              sent -> line.show("produce", sent, last + 1L));
      out.flush();
      double seconds = (System.nanoTime() - begin) / 1e9;
      return new InteractionSummary(
          file.toString(),
          topic,
          graph,
          out.acknowledged(),
          seconds,
          out.acknowledged() / seconds,
          Instant.ofEpochMilli(edges.time(0) + shift).toString(),
          interrupt.isWished());
    }
  }
}
