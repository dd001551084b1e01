/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval.loop;

import io.millrace.connectors.avro.DecodingException;
import io.millrace.connectors.avro.RecordCodec;
import io.millrace.jobs.config.AggregationOptions;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.ShareOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.config.check.ConfigurationValidator;
import io.millrace.jobs.consume.CommittedRecords;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.embedded.Platform;
import io.millrace.jobs.parameteraggregation.ParameterAggregationJob;
import io.millrace.jobs.parameteraggregation.UpdateRecords;
import io.millrace.jobs.worker.GlobalModel;
import io.millrace.jobs.worker.ModelFollower;
import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.transit.UpdatePart;
import io.millrace.models.shape.ModelShape;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.ParameterUpdate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A broker, a cluster and the job that merges, for one run of learners in a job beside it. Whoever
 * plays a stream waits at the end of each window for the version that comes of it.
 */
final class LoopPlatform implements AutoCloseable {
  private static final String MODEL = "loop";
  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration CHECKPOINTS = Duration.ofMillis(200);
  private static final Duration GLANCE = Duration.ofMillis(50);

  /** More than learners take for a window. */
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /** More than the deadline of a round, and what it takes to commit. */
  private static final Duration SILENCE = Duration.ofSeconds(8);

  /** From when a version can be read until the other job has read it too, at least. */
  private static final Duration SETTLING = Duration.ofMillis(400);

  private final Platform platform;
  private final JobConfiguration configuration;
  private final boolean averages;
  private final List<GlobalModel> versions = new ArrayList<>();
  private ModelFollower models;
  private EmbeddedJob learning;

  /**
   * @param cohort of the model whose versions are waited for, or empty
   * @param window of event time after which learners send updates
   * @param averages whether they are merged and come back
   */
  LoopPlatform(String cohort, int learners, Duration window, String rule, boolean averages) {
    this.averages = averages;
    platform = Platform.start(1, 0, 1, 2);
    configuration =
        JobConfiguration.defaults()
            .with(KafkaOptions.BOOTSTRAP_SERVERS, platform.connection().bootstrapServers())
            .with(CheckpointOptions.INTERVAL, CHECKPOINTS)
            .with(ShareOptions.MODEL, MODEL)
            .with(ShareOptions.EVERY, 0)
            .with(ShareOptions.WINDOW, window)
            .with(ShareOptions.FOLLOW, averages)
            .with(AggregationOptions.RULE, rule)
            .with(AggregationOptions.TRIGGER, "count(" + learners + ") | deadline(3 s)")
            .with(AggregationOptions.STORE, platform.folder().resolve("store").toUri().toString());
    if (averages) {
      submit(ParameterAggregationJob.environment(configuration));
      models =
          new ModelFollower(
              platform.connection(),
              cohort.isEmpty() ? MODEL : MODEL + '+' + cohort,
              configuration.get(TopicOptions.MODELS),
              platform.folder().resolve("models"));
    }
  }

  Platform platform() {
    return platform;
  }

  /** What the job that learns is to know, besides its own. */
  JobConfiguration configuration() {
    return configuration;
  }

  /** Starts the job that learns. */
  void learn(StreamExecutionEnvironment job) {
    learning = submit(job);
  }

  private EmbeddedJob submit(StreamExecutionEnvironment job) {
    ConfigurationValidator.validate(configuration);
    EmbeddedJob submitted = platform.flink().submit(job.getStreamGraph());
    submitted.awaitRunning(START);
    return submitted;
  }

  /** Waits until a further version has come back, where learners that average sent updates. */
  void awaitVersion() {
    if (averages && !comes(PATIENCE)) {
      throw new IllegalStateException(
          "no version came within " + PATIENCE.toSeconds() + " s: is the machine too busy?");
    }
  }

  /** Waits until no further version comes. */
  void awaitLastVersion() {
    boolean more = averages;
    while (more) {
      more = comes(SILENCE);
    }
  }

  private boolean comes(Duration patience) {
    int before = versions.size();
    long begin = System.nanoTime();
    while (versions.size() == before) {
      versions.addAll(models.poll(GLANCE));
      if (System.nanoTime() - begin > patience.toNanos()) {
        return false;
      }
      if (learning.status().isGloballyTerminalState()) {
        // Tells why it failed.
        learning.awaitEnd(GLANCE);
        throw new IllegalStateException("the job ended before the stream did");
      }
    }
    // The busier the machine, the later the other job reads it.
    LockSupport.parkNanos(Math.max(SETTLING.toNanos(), (System.nanoTime() - begin) / 2));
    return true;
  }

  /** The versions so far. */
  List<GlobalModel> versions() {
    return versions;
  }

  /** Reads a topic from its beginning, until there is enough. */
  <T extends SpecificRecord> void read(
      ConfigOption<String> topic, Class<T> type, Consumer<T> reader, BooleanSupplier enough) {
    new CommittedRecords(platform.connection())
        .read(configuration.get(topic), RecordCodec.of(type), learning, reader, enough, () -> {});
  }

  /** The parameters that each learner sent last. */
  Map<String, float[]> lastUpdates(int learners) {
    Map<String, UpdatePart> last = new TreeMap<>();
    Map<String, float[]> values = new TreeMap<>();
    UpdateRecords records = new UpdateRecords();
    long quiet = System.nanoTime() + SILENCE.toNanos();
    read(
        TopicOptions.PARAMETER_UPDATES,
        ParameterUpdate.class,
        update -> take(records, update, last, values),
        () -> last.size() >= learners && System.nanoTime() > quiet);
    return values;
  }

  private static void take(
      UpdateRecords records,
      ParameterUpdate update,
      Map<String, UpdatePart> last,
      Map<String, float[]> values) {
    try {
      UpdatePart part = records.part(update);
      String worker = part.header().contribution().worker();
      ModelShape shape = part.header().shape();
      float[] own = values.computeIfAbsent(worker, w -> new float[(int) shape.values()]);
      for (Chunk chunk : part.chunks()) {
        chunk.decode(own, start(shape, chunk.tensor()) + (int) chunk.offset());
      }
      last.put(worker, part);
    } catch (DecodingException e) {
      throw new IllegalStateException("the job sent what nobody can read", e);
    }
  }

  private static int start(ModelShape shape, int tensor) {
    int start = 0;
    for (int t = 0; t < tensor; t++) {
      start += (int) shape.tensors().get(t).values();
    }
    return start;
  }

  /** Parameters sent by learners and to them, as plain floats. */
  long bytes(int learners) {
    return versions.stream()
        .mapToLong(v -> (v.contributors().size() + learners) * v.shape().values() * Float.BYTES)
        .sum();
  }

  /**
   * @throws IllegalStateException when anything was refused, which would distort the result
   */
  void requireNoDeadLetters() {
    long refused =
        new CommittedRecords(platform.connection())
            .count(configuration.get(TopicOptions.DEAD_LETTERS), RecordCodec.of(DeadLetter.class));
    if (refused > 0) {
      throw new IllegalStateException(
          refused + " records became dead letters: the stream holds what the job does not take");
    }
  }

  @Override
  public void close() {
    if (models != null) {
      models.close();
    }
    platform.close();
  }
}
