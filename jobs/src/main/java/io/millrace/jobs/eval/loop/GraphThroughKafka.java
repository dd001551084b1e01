/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval.loop;

import io.millrace.jobs.config.GraphOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.play.EdgePlayer;
import io.millrace.jobs.play.InteractionTopic;
import io.millrace.jobs.temporalgraph.TemporalGraphJob;
import io.millrace.models.graph.LinkModel;
import io.millrace.models.graph.evaluate.LinkTask;
import io.millrace.models.graph.evaluate.Negatives;
import io.millrace.models.graph.evaluate.Split;
import io.millrace.models.graph.stream.EdgeList;
import io.millrace.models.loop.LoopOutcome;
import io.millrace.models.neural.Mix64;
import io.millrace.schemas.LinkPrediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Edges of one stream, split by their source over graphs of the job, which learn them once. What is
 * judged are the parameters that come of it, in a model that remembers all edges, as in {@link
 * io.millrace.models.loop.LinkLoop}.
 *
 * <p>Windows of event time that hold as many edges as an interval on average stand in for it.
 */
final class GraphThroughKafka {
  private static final int BATCH = 100;

  /** Batches end by number: the silence after which they would by time is longer than any. */
  private static final Duration SILENCE = Duration.ofDays(3650);

  private final EdgeList edges;
  private final Split split;
  private final String model;
  private final long seed;
  private final Supplier<LinkModel> make;

  GraphThroughKafka(
      EdgeList edges, Split split, String model, long seed, Supplier<LinkModel> make) {
    this.edges = edges;
    this.split = split;
    this.model = model;
    this.seed = seed;
    this.make = make;
  }

  /**
   * Trains through the jobs, and tests.
   *
   * @param interval edges between two rounds, on average; 0 for never
   */
  LoopOutcome run(int learners, int interval, String rule) {
    boolean averages = interval > 0 && learners > 1;
    long length = edges.time(split.validation() - 1) - edges.time(0) + 1;
    long window = averages ? Math.max(1, length * interval / split.validation()) : length;
    try (LoopPlatform loop =
        new LoopPlatform("", learners, Duration.ofMillis(window), rule, averages)) {
      JobConfiguration configuration =
          loop.configuration()
              .with(GraphOptions.MODEL, model)
              .with(GraphOptions.FEATURES, edges.featureCount())
              .with(GraphOptions.SEED, Math.toIntExact(seed))
              .with(GraphOptions.BATCH, batch(learners))
              .with(GraphOptions.BATCH_SPAN, SILENCE)
              .with(GraphOptions.NODE_TTL, SILENCE.multipliedBy(3))
              .with(GraphOptions.GRAPH_TTL, SILENCE.multipliedBy(3))
              .with(GraphOptions.REPORT_WINDOW, 0)
              .with(GraphOptions.DISORDER_BOUND, Duration.ZERO)
              .with(GraphOptions.MAX_AHEAD, SILENCE.multipliedBy(9))
              .with(GraphOptions.IDLE_TIMEOUT, Duration.ofHours(1));
      loop.learn(TemporalGraphJob.environment(configuration));
      int active = play(loop, configuration, learners, window);
      loop.awaitLastVersion();
      awaitScores(loop);
      loop.requireNoDeadLetters();
      if (averages) {
        float[] last = loop.versions().get(loop.versions().size() - 1).flat();
        return new LoopOutcome(test(last), loop.versions().size(), loop.bytes(learners));
      }
      double sum = 0;
      for (float[] parameters : loop.lastUpdates(active).values()) {
        sum += test(parameters);
      }
      return new LoopOutcome(sum / active, 0, 0);
    }
  }

  private int play(LoopPlatform loop, JobConfiguration configuration, int learners, long window) {
    List<String> graphs = IntStream.range(0, learners).mapToObj(p -> "part-" + p).toList();
    List<EdgePlayer> players = graphs.stream().map(graph -> new EdgePlayer(edges, graph)).toList();
    int batch = batch(learners);
    int[] sent = new int[learners];
    int[] learned = new int[learners];
    try (InteractionTopic topic =
        new InteractionTopic(
            loop.platform().connection(),
            configuration.get(TopicOptions.GRAPH_INTERACTIONS),
            graphs)) {
      long now = Math.floorDiv(edges.time(0), window);
      for (int i = 0; i < split.validation(); i++) {
        long next = Math.floorDiv(edges.time(i), window);
        if (next > now) {
          mark(topic, next * window);
          if (learned(sent, learned, batch)) {
            loop.awaitVersion();
          }
          now = next;
        }
        int part = (int) Long.remainderUnsigned(Mix64.bits(seed, edges.source(i)), learners);
        sent[part]++;
        topic.send(players.get(part).edge(i, edges.time(i)));
      }
      mark(topic, edges.time(split.validation() - 1) + SILENCE.toMillis() + 2 * window);
    }
    // What is left at the end is a batch, too.
    return (int) Arrays.stream(sent).filter(count -> count > batch).count();
  }

  /**
   * Whether any graph has learned a batch since it was asked last; the first one is not learned.
   */
  private static boolean learned(int[] sent, int[] learned, int batch) {
    boolean any = false;
    for (int p = 0; p < sent.length; p++) {
      int batches = Math.max(0, sent[p] / batch - 1);
      any |= batches > learned[p];
      learned[p] = batches;
    }
    return any;
  }

  private static int batch(int learners) {
    return Math.max(1, BATCH / learners);
  }

  private static void mark(InteractionTopic topic, long millis) {
    topic.markEmpty(millis);
    topic.markEnd(millis);
    topic.flush();
  }

  /** What is scored was learned before it was committed. */
  private void awaitScores(LoopPlatform loop) {
    List<String> scored = new ArrayList<>();
    loop.read(
        TopicOptions.GRAPH_PREDICTIONS,
        LinkPrediction.class,
        prediction -> {
          if (!InteractionTopic.isMark(prediction.getGraphId())) {
            scored.add(prediction.getGraphId());
          }
        },
        () -> scored.size() >= split.validation());
  }

  private double test(float[] parameters) {
    LinkModel judged = make.get();
    judged.learned(parameters);
    LinkTask task = new LinkTask(edges, split, BATCH, 0, seed);
    task.replay(judged);
    task.validate(judged, Negatives.RANDOM);
    return task.test(judged, Negatives.RANDOM).ap();
  }
}
