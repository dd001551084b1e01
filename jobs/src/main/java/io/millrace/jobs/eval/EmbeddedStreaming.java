/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.ModelOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.config.check.ConfigurationValidator;
import io.millrace.jobs.consume.CommittedRecords;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.embedded.Platform;
import io.millrace.jobs.environment.JobEnvironment;
import io.millrace.jobs.produce.FrameTopic;
import io.millrace.jobs.produce.Player;
import io.millrace.jobs.streamingcnn.KafkaEnds;
import io.millrace.jobs.streamingcnn.StreamingCnnJob;
import io.millrace.jobs.streamingcnn.StreamingCnnOptions;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.SignalPrediction;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Plays recordings as fast as possible through an embedded broker and the job on an embedded
 * cluster, with exactly-once delivery, and reads what was committed.
 */
final class EmbeddedStreaming implements Streaming {
  private static final int PARTITIONS = 4;
  private static final int PARALLELISM = 2;
  private static final int FRAME_SAMPLES = 360;
  private static final Duration START = Duration.ofMinutes(2);

  private final String model;

  EmbeddedStreaming(String model) {
    this.model = model;
  }

  @Override
  public Result classify(List<EcgRecord> records, WindowGrid grid, LongConsumer progress) {
    try (Platform platform = Platform.start(PARTITIONS, 0, 1, PARALLELISM)) {
      JobConfiguration configuration = configuration(platform);
      EmbeddedJob job = platform.flink().submit(environment(configuration).getStreamGraph());
      job.awaitRunning(START);
      long start = System.nanoTime();
      play(records, platform, configuration, progress);
      List<StreamedRecord> said = listen(records, grid, platform, configuration, job, progress);
      double seconds = (System.nanoTime() - start) / 1e9;
      long refused =
          new CommittedRecords(platform.connection())
              .count(
                  configuration.get(TopicOptions.DEAD_LETTERS), RecordCodec.of(DeadLetter.class));
      job.cancel();
      return new Result(said, refused, seconds);
    }
  }

  private JobConfiguration configuration(Platform platform) {
    JobConfiguration configuration =
        JobConfiguration.defaults()
            .with(KafkaOptions.BOOTSTRAP_SERVERS, platform.connection().bootstrapServers())
            .with(ModelOptions.URI, model)
            .with(JobOptions.PARALLELISM, PARALLELISM)
            .with(CheckpointOptions.INTERVAL, Duration.ofSeconds(2));
    ConfigurationValidator.validate(configuration);
    return configuration;
  }

  private static StreamExecutionEnvironment environment(JobConfiguration configuration) {
    StreamExecutionEnvironment env = JobEnvironment.of(configuration);
    StreamingCnnJob.defineWorkflow(
        env,
        KafkaEnds.sources(configuration),
        KafkaEnds.sinks(configuration),
        StreamingCnnOptions.of(configuration));
    return env;
  }

  /** Plays all recordings side by side, as if the longest had just ended. */
  private static void play(
      List<EcgRecord> records,
      Platform platform,
      JobConfiguration configuration,
      LongConsumer progress) {
    long longest = 0;
    for (EcgRecord record : records) {
      longest =
          Math.max(longest, Math.round(1000 * record.millivolts().length / record.samplingRate()));
    }
    try (FrameTopic topic =
        new FrameTopic(platform.connection(), configuration.get(TopicOptions.SIGNALS))) {
      new Player(Player.UNPACED, FRAME_SAMPLES)
          .play(
              records.stream().map(RecordSignal::new).toList(),
              topic,
              System.currentTimeMillis() - longest,
              () -> true,
              samples -> progress.accept(0));
    }
  }

  /** Listens until every window was classified, or nothing more comes. */
  private static List<StreamedRecord> listen(
      List<EcgRecord> records,
      WindowGrid grid,
      Platform platform,
      JobConfiguration configuration,
      EmbeddedJob job,
      LongConsumer progress) {
    Map<String, StreamedRecord> said = new HashMap<>();
    long expected = 0;
    for (EcgRecord record : records) {
      int windows = grid.windows(record.millivolts().length);
      said.put(record.name(), StreamedRecord.silent(windows));
      expected += windows;
    }
    Tally tally = new Tally(said, grid);
    new CommittedRecords(platform.connection())
        .read(
            configuration.get(TopicOptions.PREDICTIONS),
            RecordCodec.of(SignalPrediction.class),
            job,
            tally::take,
            enough(tally, expected),
            () -> progress.accept(tally.windows));
    return records.stream().map(record -> said.get(record.name())).toList();
  }

  private static BooleanSupplier enough(Tally tally, long expected) {
    return () -> tally.windows >= expected;
  }

  /** Sorts predictions by recording and window. */
  private static final class Tally {
    private final Map<String, StreamedRecord> said;
    private final WindowGrid grid;
    private long windows;

    Tally(Map<String, StreamedRecord> said, WindowGrid grid) {
      this.said = said;
      this.grid = grid;
    }

    void take(SignalPrediction prediction) {
      StreamedRecord record = said.get(prediction.getStreamId());
      int window = grid.endingAt(prediction.getWindowEnd());
      if (record == null
          || prediction.getWarming()
          || window < 0
          || window >= record.classes().length) {
        return;
      }
      List<Float> boxed = prediction.getOutputs();
      float[] outputs = new float[boxed.size()];
      for (int i = 0; i < outputs.length; i++) {
        outputs[i] = boxed.get(i);
      }
      int type = BlockLabels.CLASSES.indexOf(prediction.getLabel());
      if (record.say(window, type, outputs)) {
        windows++;
      }
    }
  }
}
