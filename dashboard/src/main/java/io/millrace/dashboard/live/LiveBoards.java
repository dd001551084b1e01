/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.live;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topic;
import io.millrace.dashboard.board.AggregationBoard;
import io.millrace.dashboard.board.DriftBoard;
import io.millrace.dashboard.board.GraphBoard;
import io.millrace.dashboard.board.LetterBoard;
import io.millrace.dashboard.board.ModelCards;
import io.millrace.dashboard.board.Progress;
import io.millrace.dashboard.board.SignalBoard;
import io.millrace.dashboard.follow.Brokers;
import io.millrace.dashboard.follow.Channel;
import io.millrace.dashboard.follow.Reader;
import io.millrace.dashboard.follow.TopicTraffic;
import io.millrace.dashboard.health.FlinkJobs;
import io.millrace.dashboard.health.Health;
import io.millrace.dashboard.health.JobKind;
import io.millrace.jobs.config.ConfigurationException;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.run.InputGroups;
import io.millrace.jobs.topics.TopicCatalogue;
import io.millrace.schemas.AggregationReport;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.DriftPrediction;
import io.millrace.schemas.DriftReport;
import io.millrace.schemas.GraphReport;
import io.millrace.schemas.Interaction;
import io.millrace.schemas.LinkPrediction;
import io.millrace.schemas.ModelReference;
import io.millrace.schemas.SignalFrame;
import io.millrace.schemas.SignalPrediction;
import io.millrace.schemas.UnmatchedLabel;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/** Boards that follow the topics of a cluster until they are closed. */
public final class LiveBoards implements AutoCloseable {
  /** Busy topics are shown from now on, the others with what happened lately. */
  private static final Duration BUSY_PAST = Duration.ofSeconds(15);

  private static final Duration QUIET_PAST = Duration.ofMinutes(30);

  private final Map<String, Topic> topics;
  private final double perSecond;
  private final Map<String, TopicTraffic> traffic = new LinkedHashMap<>();
  private final ModelCards cards = new ModelCards();
  private final SignalBoard signals = new SignalBoard(cards);
  private final DriftBoard drift = new DriftBoard();
  private final GraphBoard graphs = new GraphBoard();
  private final AggregationBoard aggregation = new AggregationBoard();
  private final LetterBoard letters;
  private final Brokers brokers;
  private final Reader busy;
  private final Reader quiet;
  private final FlinkJobs flink;
  private final Health health;

  /**
   * Begins to follow.
   *
   * @param configuration that names topics and consumer groups
   * @param flink address of Flink's REST server, where it is known
   * @param perSecond records of a topic that are shown per second at most
   * @throws ConfigurationException when a group is given to what is no job
   */
  public LiveBoards(
      KafkaConnection connection,
      JobConfiguration configuration,
      Optional<URI> flink,
      double perSecond) {
    this.topics = TopicCatalogue.of(configuration).byRole();
    Map<String, Map<String, String>> groups = InputGroups.of(configuration);
    this.perSecond = perSecond;
    letters = new LetterBoard(connection.bootstrapServers());
    List<Channel<?>> many =
        List.of(
            channel(
                "signals",
                SignalFrame.class,
                signals::isWatched,
                (frame, record) -> signals.frame(frame)),
            channel(
                "predictions",
                SignalPrediction.class,
                signals::isWatched,
                (prediction, record) -> signals.prediction(prediction, now())),
            channel(
                "late",
                SignalFrame.class,
                LiveBoards::none,
                (frame, record) -> signals.lateFrame()),
            channel(
                "drift-predictions",
                DriftPrediction.class,
                LiveBoards::none,
                (prediction, record) -> drift.prediction(prediction, now())),
            channel(
                "graph-predictions",
                LinkPrediction.class,
                LiveBoards::none,
                (prediction, record) -> graphs.prediction(prediction, record.partition(), now())),
            channel(
                "graph-late",
                Interaction.class,
                LiveBoards::none,
                (edge, record) -> graphs.lateEdge()),
            channel(
                "drift-unmatched-labels",
                UnmatchedLabel.class,
                LiveBoards::none,
                (label, record) -> drift.unmatchedLabel()));
    List<Channel<?>> few =
        List.of(
            channel(
                "drift-reports",
                DriftReport.class,
                LiveBoards::none,
                (report, record) -> drift.report(report)),
            channel(
                "graph-reports",
                GraphReport.class,
                LiveBoards::none,
                (report, record) -> graphs.report(report)),
            channel(
                "aggregation-reports",
                AggregationReport.class,
                LiveBoards::none,
                (report, record) -> aggregation.report(report, now())),
            channel(
                "dead-letters",
                DeadLetter.class,
                LiveBoards::none,
                (letter, record) -> letters.letter(letter, now())),
            channel(
                "models",
                ModelReference.class,
                LiveBoards::none,
                (model, record) -> announced(model)));
    brokers =
        new Brokers(
            connection,
            topics.values().stream().map(Topic::name).toList(),
            groups.values().stream().flatMap(inputs -> inputs.values().stream()).toList());
    this.flink = flink.map(FlinkJobs::new).orElse(null);
    health =
        new Health(
            connection.bootstrapServers(),
            topics,
            groups,
            brokers,
            this.flink,
            letters,
            Map.<JobKind, Progress>of(
                JobKind.STREAMING_CNN, signals,
                JobKind.DRIFT_MOE, drift,
                JobKind.TEMPORAL_GRAPH, graphs,
                JobKind.PARAMETER_AGGREGATION, aggregation),
            traffic);
    busy = new Reader("dashboard-busy", connection, many, BUSY_PAST, brokers::partitions);
    quiet = new Reader("dashboard-quiet", connection, few, QUIET_PAST, brokers::partitions);
  }

  private <T extends SpecificRecord> Channel<T> channel(
      String role, Class<T> type, Predicate<byte[]> always, Channel.Taker<? super T> taker) {
    Channel<T> channel = new Channel<>(topics.get(role).name(), type, perSecond, always, taker);
    traffic.put(role, channel.traffic());
    return channel;
  }

  private void announced(ModelReference reference) {
    cards.announced(reference);
    aggregation.reference(reference);
  }

  private static boolean none(byte[] key) {
    return false;
  }

  private static long now() {
    return System.currentTimeMillis();
  }

  /**
   * A view as it is now.
   *
   * @param item what of the view is looked at closely, such as a stream; empty for none
   * @return records that become JSON; the item is null when it is not known
   */
  public Page page(View view, String item) {
    long now = now();
    return switch (view) {
      case OVERVIEW -> page(now, health.overview(now));
      case SIGNALS -> page(now, signals.snapshot(), item, signals.first(), signals::detail);
      case DRIFT -> page(now, drift.snapshot(), item, drift.first(), drift::detail);
      case GRAPH ->
          page(now, graphs.snapshot(now), item, graphs.first(), id -> graphs.detail(id, now));
      case AGGREGATION ->
          page(now, aggregation.snapshot(), item, aggregation.first(), aggregation::detail);
      case DEAD_LETTERS -> page(now, letters.snapshot(now));
    };
  }

  /** How all jobs are. */
  public Health.Overview overview() {
    return health.overview(now());
  }

  private Page page(long now, Object all) {
    return new Page(now, health.link(now), all, null, null);
  }

  private Page page(
      long now,
      Object all,
      String item,
      Optional<String> first,
      Function<String, Optional<Object>> detail) {
    String chosen = item.isEmpty() ? first.orElse("") : item;
    return new Page(now, health.link(now), all, chosen, detail.apply(chosen).orElse(null));
  }

  /**
   * A view at a moment.
   *
   * @param now clock of this machine in milliseconds since the epoch
   * @param link whether what is shown is fresh and complete
   * @param all what there is
   * @param chosen the item that is looked at closely, null where the view has none
   * @param item its details, null where it is not known
   */
  public record Page(long now, Health.Link link, Object all, String chosen, Object item) {}

  /** From now on these streams of signals are shown without gaps. */
  public void watch(Set<String> streams) {
    signals.watch(streams);
  }

  @Override
  public void close() {
    busy.close();
    quiet.close();
    brokers.close();
    if (flink != null) {
      flink.close();
    }
  }
}
