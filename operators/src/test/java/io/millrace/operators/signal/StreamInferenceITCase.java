/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.signal.Frame;
import io.millrace.models.signal.Prediction;
import io.millrace.operators.model.ModelAnnouncement;
import io.millrace.operators.model.ModelAnnouncementSerializer;
import io.millrace.state.signal.SignalTypes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class StreamInferenceITCase {
  private static final int STREAMS = 20;
  private static final int FRAMES = 50;

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(2)
              .setNumberSlotsPerTaskManager(2)
              .build());

  /** Sets off a failure with the first frame after the first checkpoint, once. */
  private static final class FailingOnce extends RichMapFunction<Frame, Frame>
      implements CheckpointListener {
    private static final long serialVersionUID = 1L;
    private static final AtomicBoolean CHECKPOINTED = new AtomicBoolean();
    private static final AtomicInteger FAILURES = new AtomicInteger();

    @Override
    public Frame map(Frame frame) throws Exception {
      if (FAILURES.get() == 0) {
        // Slow enough for a checkpoint to fall into the stream.
        Thread.sleep(1);
        if (CHECKPOINTED.get() && FAILURES.getAndIncrement() == 0) {
          throw new IllegalStateException("made to fail by the test");
        }
      }
      return frame;
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
      CHECKPOINTED.set(true);
    }
  }

  private static StreamExecutionEnvironment environment() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(3);
    env.setMaxParallelism(16);
    env.enableCheckpointing(50);
    return env;
  }

  private static DataStream<Frame> frames(StreamExecutionEnvironment env) {
    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      for (int s = 0; s < STREAMS; s++) {
        frames.add(Signals.frame("s" + s, i * 7L, 7));
      }
    }
    return env.fromData(SignalTypes.FRAME, frames.toArray(new Frame[0]))
        .setParallelism(1)
        .assignTimestampsAndWatermarks(
            WatermarkStrategy.<Frame>forMonotonousTimestamps()
                .withTimestampAssigner((frame, before) -> frame.timeMillis()))
        .setParallelism(1);
  }

  /** Runs to the end of the frames, which also closes the iterator. */
  private static List<Prediction> run(StreamExecutionEnvironment env, DataStream<Frame> frames)
      throws Exception {
    var models =
        env.fromData(
            ModelAnnouncementSerializer.TYPE, new ModelAnnouncement[] {Signals.announcement("1")});
    var settings = Signals.settings().withBundle(Signals.bundle(16)).withHotBytes(10_000);
    List<Prediction> predictions = new ArrayList<>();
    StreamInference.attach(frames, models, settings, "streaming-cnn")
        .executeAndCollect()
        .forEachRemaining(predictions::add);
    return predictions;
  }

  private static void assertEveryWindowOnce(List<Prediction> predictions) {
    predictions.sort(
        Comparator.comparing(Prediction::streamId).thenComparing(Prediction::windowEnd));
    int perStream = (FRAMES * 7 - 11) / 4 + 1;
    assertThat(predictions).hasSize(STREAMS * perStream);
    for (int i = 0; i < predictions.size(); i++) {
      Prediction prediction = predictions.get(i);
      assertThat(prediction.windowEnd()).isEqualTo(10 + 4L * (i % perStream));
      assertThat(prediction.outputs())
          .containsExactly(Signals.windowSum(prediction.streamId(), prediction.windowEnd(), 10, 1));
    }
  }

  @Test
  void aJobWithoutGenericTypesPredictsEveryWindowOfEveryStream() throws Exception {
    StreamExecutionEnvironment env = environment();
    assertEveryWindowOnce(run(env, frames(env)));
  }

  @Test
  void aFailureInMidStreamLosesAndRepeatsNothing() throws Exception {
    StreamExecutionEnvironment env = environment();
    var failing = frames(env).map(new FailingOnce()).returns(SignalTypes.FRAME).setParallelism(1);
    assertEveryWindowOnce(run(env, failing));
    assertThat(FailingOnce.FAILURES).hasPositiveValue();
  }
}
