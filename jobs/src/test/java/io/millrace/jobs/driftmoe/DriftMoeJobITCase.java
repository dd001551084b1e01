/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.driftmoe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.TopicAdmin;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.ConfigurationValidator;
import io.millrace.jobs.config.DriftOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.consume.TopicFollower;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.embedded.Platform;
import io.millrace.jobs.produce.FrameTopic;
import io.millrace.models.drift.catalogue.LearnerCatalogue;
import io.millrace.models.drift.evaluate.Prequential;
import io.millrace.models.drift.generator.Sea;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.drift.transit.LateLabel;
import io.millrace.models.signal.Origin;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.DriftPrediction;
import io.millrace.schemas.DriftReport;
import io.millrace.schemas.InstanceLabel;
import io.millrace.schemas.LabelledInstance;
import io.millrace.schemas.UnmatchedLabel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.ConfigOption;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DriftMoeJobITCase {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int STREAMS = 3;
  private static final int LENGTH = 2500;
  private static final int[] NUMERIC = {};
  private static final Map<ConfigOption<String>, Topic> TOPICS =
      Map.of(
          TopicOptions.DRIFT_INSTANCES, Topics.DRIFT_INSTANCES.withPartitions(2),
          TopicOptions.DRIFT_LABELS, Topics.DRIFT_LABELS.withPartitions(2),
          TopicOptions.DRIFT_PREDICTIONS, Topics.DRIFT_PREDICTIONS,
          TopicOptions.DRIFT_REPORTS, Topics.DRIFT_REPORTS,
          TopicOptions.DRIFT_UNMATCHED_LABELS, Topics.DRIFT_UNMATCHED_LABELS,
          TopicOptions.DEAD_LETTERS, Topics.DEAD_LETTERS);

  private static Platform platform;

  private final RecordCodec<LabelledInstance> instances = RecordCodec.of(LabelledInstance.class);
  private final RecordCodec<InstanceLabel> labels = RecordCodec.of(InstanceLabel.class);
  private final long begin = System.currentTimeMillis() - 3_600_000;

  @BeforeAll
  static void start() {
    platform = Platform.start(2, 0, 1, 2);
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  private static JobConfiguration configuration(String name) {
    JobConfiguration configuration =
        JobConfiguration.defaults()
            .with(JobOptions.NAME, name)
            .with(KafkaOptions.BOOTSTRAP_SERVERS, platform.connection().bootstrapServers())
            .with(KafkaOptions.GROUP_ID, name)
            .with(KafkaOptions.TRANSACTIONAL_ID_PREFIX, name)
            .with(CheckpointOptions.INTERVAL, Duration.ofMillis(500))
            .with(DriftOptions.DISORDER_BOUND, Duration.ZERO)
            .with(DriftOptions.IDLE_TIMEOUT, Duration.ofSeconds(4));
    List<Topic> named = new ArrayList<>();
    for (Map.Entry<ConfigOption<String>, Topic> entry : TOPICS.entrySet()) {
      Topic topic = entry.getValue();
      String own = name + '.' + topic.name();
      configuration = configuration.with(entry.getKey(), own);
      named.add(
          new Topic(
              own,
              topic.partitions(),
              topic.retention(),
              topic.cleanup(),
              topic.schema(),
              topic.description()));
    }
    try (TopicAdmin admin = TopicAdmin.connect(platform.connection(), Duration.ofSeconds(30))) {
      admin.create(named);
    }
    ConfigurationValidator.validate(configuration);
    return configuration;
  }

  private static EmbeddedJob submit(JobConfiguration configuration) {
    EmbeddedJob job =
        platform.flink().submit(DriftMoeJob.environment(configuration).getStreamGraph());
    job.awaitRunning(PATIENCE);
    return job;
  }

  private static FrameTopic topic(JobConfiguration configuration, ConfigOption<String> topic) {
    return new FrameTopic(platform.connection(), configuration.get(topic));
  }

  /** What a reader of committed records sees, once it is so many records. */
  private static <T extends SpecificRecord> List<T> await(
      JobConfiguration configuration, ConfigOption<String> topic, Class<T> type, int expected) {
    List<T> records = new ArrayList<>();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (TopicFollower<T> follower =
        new TopicFollower<>(
            platform.connection(),
            configuration.get(topic),
            RecordCodec.of(type),
            TopicFollower.Start.EARLIEST)) {
      while (records.size() < expected || !follower.caughtUp()) {
        follower.poll(Duration.ofMillis(200), records::add);
        assertThat(System.nanoTime())
            .as("%d of %d records of %s", records.size(), expected, type)
            .isLessThan(deadline);
      }
    }
    return records;
  }

  private long time(int stream, int number) {
    return begin + (long) number * STREAMS + stream;
  }

  private static Sea stream(int seed) {
    return new Sea(1 + seed, 10, seed);
  }

  /** Sends all instances in the order of time, and their labels so many instances later. */
  private void send(JobConfiguration configuration, int delay) {
    List<InstanceStream> streams = new ArrayList<>();
    Instance instance = new Instance(3);
    int[][] truth = new int[STREAMS][LENGTH];
    for (int s = 0; s < STREAMS; s++) {
      streams.add(stream(s));
    }
    try (FrameTopic out = topic(configuration, TopicOptions.DRIFT_INSTANCES);
        FrameTopic late = topic(configuration, TopicOptions.DRIFT_LABELS)) {
      for (int i = 0; i < LENGTH; i++) {
        for (int s = 0; s < STREAMS; s++) {
          streams.get(s).next(instance);
          truth[s][i] = instance.label;
          ClassLabel label = delay == 0 ? ClassLabel.of(instance.label) : null;
          send(out, arrival("s" + s, i, time(s, i), label, instance.x));
          if (delay > 0 && i >= delay) {
            send(late, label("s" + s, i - delay, time(s, i), truth[s][i - delay]));
          }
        }
      }
      tail(out, late);
    }
  }

  /** Moves event time on in every partition of both topics. */
  private void tail(FrameTopic out, FrameTopic late) {
    for (int k = 0; k < 16; k++) {
      send(out, arrival("tail" + k, 0, time(0, LENGTH + 10), null, new double[] {1, 2, 3}));
      send(late, label("tail" + k, 9, time(0, LENGTH + 10), 0));
    }
  }

  private void send(FrameTopic topic, Arrival arrival) {
    topic.send(arrival.streamId().getBytes(UTF_8), instances.encode(Instances.record(arrival)));
  }

  private void send(FrameTopic topic, LateLabel label) {
    topic.send(label.streamId().getBytes(UTF_8), labels.encode(LateLabels.record(label)));
  }

  private static Arrival arrival(
      String stream, int number, long millis, ClassLabel label, double[] x) {
    return new Arrival(stream, "i" + number, millis, x, NUMERIC, label, Origin.NONE);
  }

  private static LateLabel label(String stream, int number, long millis, int label) {
    return new LateLabel(stream, "i" + number, millis, ClassLabel.of(label), Origin.NONE);
  }

  private static Map<String, List<Integer>> offline(String learner, int delay) {
    Map<String, List<Integer>> expected = new TreeMap<>();
    for (int s = 0; s < STREAMS; s++) {
      try (InstanceStream stream = stream(s)) {
        Prequential prequential =
            new Prequential(
                LearnerCatalogue.create(learner, stream.schema().learnerAttributes(), 2, 1),
                3,
                delay);
        List<Integer> predictions = new ArrayList<>();
        Instance instance = new Instance(3);
        for (int i = 0; i < LENGTH; i++) {
          stream.next(instance);
          predictions.add(prequential.accept(instance).winner());
        }
        expected.put("s" + s, predictions);
      }
    }
    return expected;
  }

  @ParameterizedTest
  @CsvSource({
    "hoeffding-tree, 0, 1",
    "hoeffding-tree, 1000, 2",
    "moe-data, 0, 2",
    "adaptive, 0, 1",
    "adaptive, 1000, 2"
  })
  void predictionsAreThoseOfAnOfflineRunInstanceForInstance(
      String learner, int delay, int parallelism) {
    JobConfiguration configuration =
        configuration("equal-" + learner + '-' + delay + '-' + parallelism)
            .with(DriftOptions.LEARNER, learner)
            .with(DriftOptions.REPORT_WINDOW, 500)
            .with(JobOptions.PARALLELISM, parallelism);
    send(configuration, delay);
    EmbeddedJob job = submit(configuration);
    List<DriftPrediction> predictions =
        await(
            configuration, TopicOptions.DRIFT_PREDICTIONS, DriftPrediction.class, STREAMS * LENGTH);
    int windows = STREAMS * ((LENGTH - delay) / 500);
    List<DriftReport> reports =
        await(configuration, TopicOptions.DRIFT_REPORTS, DriftReport.class, windows);
    assertThat(job.restarts()).isZero();
    job.cancel();

    Map<String, List<Integer>> said = new TreeMap<>();
    for (DriftPrediction prediction : predictions) {
      if (prediction.getStreamId().startsWith("s")) {
        List<Integer> own = said.computeIfAbsent(prediction.getStreamId(), id -> new ArrayList<>());
        assertThat(prediction.getInstanceId()).isEqualTo("i" + own.size());
        own.add(prediction.getLabel());
      }
    }
    assertThat(said).isEqualTo(offline(learner, delay));
    assertThat(reports.stream().filter(report -> report.getKind().equals("window")))
        .hasSize(windows)
        .allMatch(report -> report.getWindowJudged() == 500)
        // Until the first label came there was nothing to know.
        .allMatch(report -> report.getJudged() - 500 < delay || report.getAccuracy() > 0.6)
        .allMatch(report -> report.getExperts().isEmpty() == learner.equals("hoeffding-tree"));
  }

  @Test
  void whatCannotBeLearnedIsHandedBackAndTheRestPasses() {
    JobConfiguration configuration =
        configuration("faults").with(DriftOptions.LEARNER, "hoeffding-tree");
    try (FrameTopic out = topic(configuration, TopicOptions.DRIFT_INSTANCES);
        FrameTopic late = topic(configuration, TopicOptions.DRIFT_LABELS)) {
      byte[] key = "s0".getBytes(UTF_8);
      double[] three = {1, 2, 3};
      out.send(key, new byte[] {1, 2, 3});
      out.send(key, null);
      send(out, arrival("s0", 1, begin + 1, ClassLabel.of(1), three));
      send(out, arrival("s0", 2, begin + 2, ClassLabel.of(1), new double[] {1, 2}));
      send(out, arrival("s0", 3, begin + 3, ClassLabel.of(-2), three));
      send(out, arrival("s0", 4, System.currentTimeMillis() + 3_600_000, null, three));
      send(out, arrival("s0", 5, begin + 5, ClassLabel.of(9), three));
      send(late, label("s0", 77, begin + 6, 1));
      tail(out, late);
    }
    EmbeddedJob job = submit(configuration);
    List<DriftPrediction> predictions =
        await(configuration, TopicOptions.DRIFT_PREDICTIONS, DriftPrediction.class, 2);
    List<DeadLetter> letters = await(configuration, TopicOptions.DEAD_LETTERS, DeadLetter.class, 5);
    List<UnmatchedLabel> unmatched =
        await(configuration, TopicOptions.DRIFT_UNMATCHED_LABELS, UnmatchedLabel.class, 1);
    assertThat(job.restarts()).isZero();
    job.cancel();

    assertThat(predictions).extracting(DriftPrediction::getInstanceId).containsExactly("i1", "i5");
    assertThat(predictions.get(1).getCold()).isTrue();
    assertThat(letters)
        .hasSize(5)
        .allMatch(l -> l.getTopic().equals(configuration.get(TopicOptions.DRIFT_INSTANCES)));
    assertThat(letters.stream().map(DeadLetter::getReason).toList().toString())
        .contains(
            "truncated", "tombstone", "2 features", "it is -2", "ahead of the broker's clock");
    assertThat(unmatched.get(0).getReason()).contains("'i77'");
    assertThat(unmatched.get(0).getLabel()).isEqualTo(1);
  }
}
