/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.signal.Frame;
import io.millrace.models.signal.Prediction;
import io.millrace.operators.model.ModelAnnouncement;
import io.millrace.operators.model.ModelAnnouncementSerializer;
import io.millrace.state.signal.SignalTypes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
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

  @Test
  void aJobWithoutGenericTypesPredictsEveryWindowOfEveryStream() throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    env.setParallelism(3);
    env.setMaxParallelism(16);
    env.enableCheckpointing(50);

    List<Frame> frames = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      for (int s = 0; s < STREAMS; s++) {
        frames.add(Signals.frame("s" + s, i * 7L, 7));
      }
    }
    var source =
        env.fromData(SignalTypes.FRAME, frames.toArray(new Frame[0]))
            .setParallelism(1)
            .assignTimestampsAndWatermarks(
                WatermarkStrategy.<Frame>forMonotonousTimestamps()
                    .withTimestampAssigner((frame, before) -> frame.timeMillis()))
            .setParallelism(1);
    var models =
        env.fromData(
            ModelAnnouncementSerializer.TYPE, new ModelAnnouncement[] {Signals.announcement("1")});
    var settings = Signals.settings().withBundle(Signals.bundle(16)).withHotBytes(10_000);
    // The executed job's end closes the iterator.
    List<Prediction> predictions = new ArrayList<>();
    StreamInference.attach(source, models, settings, "streaming-cnn")
        .executeAndCollect()
        .forEachRemaining(predictions::add);

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
}
