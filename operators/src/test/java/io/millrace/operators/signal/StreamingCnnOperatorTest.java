/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.origin.Origin;
import io.millrace.models.signal.Frame;
import io.millrace.models.signal.Prediction;
import io.millrace.operators.model.Migration;
import io.millrace.operators.model.ModelAnnouncement;
import io.millrace.operators.model.ModelReport;
import io.millrace.operators.model.Normalisation;
import io.millrace.operators.model.ServedModel;
import io.millrace.operators.reject.Rejected;
import io.millrace.state.cnn.MovingSum;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamingCnnOperatorTest {
  /** Versions as they are asked of the loader. */
  private static final Queue<String> ASKED = new ConcurrentLinkedQueue<>();

  /** Holds the loading of version "9" until it is opened. */
  private static CountDownLatch gate = new CountDownLatch(0);

  private KeyedTwoInputStreamOperatorTestHarness<String, Frame, ModelAnnouncement, Prediction>
      harness;

  private static ServedModel load(ModelAnnouncement wanted) throws Exception {
    ASKED.add(wanted.version());
    if (wanted.version().equals("9") && !gate.await(10, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the test never opened the gate");
    }
    if (wanted.version().equals("mono")) {
      return new ServedModel(
          "mono",
          new MovingSum(Signals.TIMELINE, 1, 1),
          Normalisation.none(1),
          List.of(),
          Signals.RATE);
    }
    if (wanted.version().equals("rescaled")) {
      Normalisation twice = new Normalisation(new float[] {1, 0}, new float[] {2, 2});
      return new ServedModel(
          "rescaled",
          new MovingSum(Signals.TIMELINE, Signals.CHANNELS, 1, twice.fingerprint()),
          twice,
          List.of(),
          Signals.RATE);
    }
    return Signals.model(wanted.version());
  }

  private static StreamingCnnSettings settings() {
    return StreamingCnnSettings.of(Signals.announcement("1"), (wanted, place) -> load(wanted));
  }

  private void open(StreamingCnnSettings settings, OperatorSubtaskState from) throws Exception {
    harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new StreamingCnnOperator(settings), Frame::streamId, null, Types.STRING);
    harness.setup();
    harness.initializeState(from);
    harness.open();
  }

  private void open(StreamingCnnSettings settings) throws Exception {
    open(settings, null);
  }

  @BeforeEach
  void forget() {
    ASKED.clear();
    gate = new CountDownLatch(0);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private void feed(Frame frame) throws Exception {
    harness.processElement1(frame, frame.timeMillis());
  }

  private <T> List<T> side(OutputTag<T> tag) {
    var records = harness.getSideOutput(tag);
    return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
  }

  /** Lets the operator read mail until it has reported so many models. */
  private void awaitReports(int count) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (side(SignalOutputs.MODELS).size() < count && System.nanoTime() < deadline) {
      var mail = harness.getTaskMailbox().tryTake(0);
      if (mail.isPresent()) {
        mail.get().run();
      } else {
        Thread.sleep(1);
      }
    }
    assertThat(side(SignalOutputs.MODELS)).hasSize(count);
  }

  private OperatorSubtaskState checkpoint() throws Exception {
    harness.prepareSnapshotPreBarrier(1);
    return harness.snapshot(1, 1);
  }

  private static ModelAnnouncement kept(String version) {
    return new ModelAnnouncement("sums", version, "mem:" + version, "", 0, Migration.KEEP);
  }

  @Test
  void everyHopOfAStreamIsPredictedFromItsWindow() throws Exception {
    open(settings());
    for (int i = 0; i < 10; i++) {
      feed(Signals.frame("a", 100 + i * 5L, 5));
    }
    List<Prediction> predictions = harness.extractOutputValues();
    assertThat(predictions).hasSize(10);
    for (int i = 0; i < predictions.size(); i++) {
      Prediction prediction = predictions.get(i);
      long end = 110 + 4L * i;
      assertThat(prediction.windowEnd()).isEqualTo(end);
      assertThat(prediction.windowEndMillis()).isEqualTo(1000 + 10 * end);
      float[] sums = Signals.windowSum("a", end, 10, 1);
      assertThat(prediction.outputs()).containsExactly(sums);
      assertThat(prediction.label()).isEqualTo(sums[1] > sums[0] ? "right" : "left");
      assertThat(prediction.modelVersion()).isEqualTo("1");
      assertThat(prediction.warming()).isFalse();
    }
  }

  @Test
  void badFramesAreRejectedWithAReasonAndLateOnesSetAside() throws Exception {
    open(settings());
    feed(Signals.frame("a", 100, 20));
    feed(new Frame("a", 120, 0, 50, 2, new float[2], Origin.NONE));
    feed(Signals.frame("a", 90, 5));
    feed(Signals.frame("a", 120, 4));
    assertThat(side(SignalOutputs.REJECTED))
        .singleElement()
        .extracting(Rejected::reason)
        .asString()
        .contains("stream 'a' frame 120", "sampling-rate is 50.0 Hz", "resample");
    assertThat(side(SignalOutputs.LATE)).extracting(Frame::sequence).containsExactly(90L);
    assertThat(harness.extractOutputValues()).extracting(Prediction::windowEnd).endsWith(122L);
  }

  @Test
  void aRejectedFrameLeavesNoStateBehind() throws Exception {
    open(settings());
    feed(new Frame("nobody", 0, 0, 100, 7, new float[7], Origin.NONE));
    checkpoint();
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  @Test
  void aWatermarkDeclaresTheGapAndPredictionsPrecedeIt() throws Exception {
    SignalRules rules =
        SignalRules.DEFAULT
            .withDisorder(Span.samples(1000))
            .withGap(GapPolicy.HOLD, Span.samples(10));
    open(settings().withRules(rules).withBundle(Signals.bundle(64)));
    feed(Signals.frame("a", 0, 20));
    feed(Signals.frame("a", 25, 10));
    harness.processWatermark1(new Watermark(1249));
    assertThat(harness.extractOutputValues()).extracting(Prediction::windowEnd).endsWith(18L);
    harness.processWatermark1(new Watermark(1250));
    assertThat(harness.extractOutputValues()).extracting(Prediction::windowEnd).endsWith(34L);
    assertThat(harness.getOutput()).last().isEqualTo(new Watermark(1250));
    assertThat(harness.extractOutputStreamRecords())
        .extracting(StreamRecord::getTimestamp)
        .isSorted()
        .endsWith(1250L);
  }

  @Test
  void announcementsHaveNoSayInEventTime() throws Exception {
    open(settings());
    harness.processWatermark1(new Watermark(7));
    harness.processWatermark2(new Watermark(3));
    harness.processWatermarkStatus2(WatermarkStatus.IDLE);
    assertThat(harness.getOutput()).containsExactly(new Watermark(7));
    harness.processWatermarkStatus1(WatermarkStatus.IDLE);
    assertThat(harness.getOutput()).last().isEqualTo(WatermarkStatus.IDLE);
  }

  @Test
  void anIdleStreamIsForgottenAndStartsOverWarming() throws Exception {
    SignalRules rules = SignalRules.DEFAULT.withIdle(Duration.ofSeconds(2));
    open(settings().withRules(rules).withWarming(true));
    feed(Signals.frame("a", 0, 20));
    feed(Signals.frame("b", 0, 20));
    feed(Signals.frame("b", 20, 100));
    harness.processWatermark1(new Watermark(2999));
    checkpoint();
    assertThat(harness.numKeyedStateEntries()).isEqualTo(2);
    harness.processWatermark1(new Watermark(3000));
    checkpoint();
    assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
    assertThat(harness.numEventTimeTimers()).isEqualTo(1);
    harness.getOutput().clear();
    feed(Signals.frame("a", 20, 12));
    assertThat(harness.extractOutputValues())
        .extracting(Prediction::windowEnd)
        .containsExactly(22L, 26L, 30L);
    assertThat(harness.extractOutputValues())
        .extracting(Prediction::warming)
        .containsExactly(true, true, false);
    harness.processWatermark1(new Watermark(100_000));
    checkpoint();
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }

  @Test
  void aFrameWaitingAtTheIdleTimeIsUsedBeforeItsStreamIsForgotten() throws Exception {
    SignalRules rules =
        SignalRules.DEFAULT.withIdle(Duration.ofSeconds(2)).withDisorder(Span.samples(100));
    open(settings().withRules(rules));
    feed(Signals.frame("a", 0, 20));
    feed(Signals.frame("a", 30, 20));
    harness.processWatermark1(new Watermark(50_000));
    assertThat(harness.extractOutputValues())
        .extracting(Prediction::windowEnd)
        .containsExactly(10L, 14L, 18L, 40L, 44L, 48L);
    checkpoint();
    assertThat(harness.numKeyedStateEntries()).isZero();
  }

  @Test
  void anAnnouncedModelTakesOverBetweenTwoRecords() throws Exception {
    open(settings().withBundle(Signals.bundle(64)));
    feed(Signals.frame("a", 0, 22));
    harness.processElement2(new StreamRecord<>(Signals.announcement("2")));
    awaitReports(1);
    // The bundle at hand was finished by the old model.
    assertThat(harness.extractOutputValues())
        .extracting(Prediction::windowEnd)
        .containsExactly(10L, 14L, 18L);
    feed(Signals.frame("a", 22, 22));
    checkpoint();
    List<Prediction> predictions = harness.extractOutputValues();
    assertThat(predictions.subList(0, 3)).extracting(Prediction::modelVersion).containsOnly("1");
    List<Prediction> later = predictions.subList(3, predictions.size());
    // Pending samples were kept: the new network began with sample 19.
    assertThat(later).extracting(Prediction::windowEnd).containsExactly(29L, 33L, 37L, 41L);
    for (Prediction prediction : later) {
      assertThat(prediction.modelVersion()).isEqualTo("2");
      assertThat(prediction.outputs())
          .containsExactly(Signals.windowSum("a", prediction.windowEnd(), 10, 2));
    }
    assertThat(side(SignalOutputs.MODELS))
        .extracting(ModelReport::outcome)
        .containsExactly(ModelReport.Outcome.SERVING);
  }

  @Test
  void keptMemoriesGoOnWithoutWarming() throws Exception {
    open(settings());
    feed(Signals.frame("a", 0, 19));
    harness.processElement2(new StreamRecord<>(kept("2")));
    awaitReports(1);
    feed(Signals.frame("a", 19, 4));
    Prediction last = harness.extractOutputValues().get(3);
    assertThat(last.windowEnd()).isEqualTo(22);
    assertThat(last.outputs()).containsExactly(Signals.windowSum("a", 22, 10, 2));
    assertThat(last.warming()).isFalse();
  }

  @Test
  void anotherNormalisationMixesNoRowsOfTheOneBefore() throws Exception {
    open(settings());
    feed(Signals.frame("a", 0, 19));
    harness.processElement2(new StreamRecord<>(Signals.announcement("rescaled")));
    awaitReports(1);
    feed(Signals.frame("a", 19, 12));
    List<Prediction> predictions = harness.extractOutputValues();
    assertThat(predictions).extracting(Prediction::windowEnd).containsExactly(10L, 14L, 18L, 29L);
    float[] sums = Signals.windowSum("a", 29, 10, 2);
    assertThat(predictions.get(3).outputs()).containsExactly(sums[0] - 20, sums[1]);
  }

  @Test
  void aStreamThatSleptThroughAResetDoesNotGoOn() throws Exception {
    open(settings());
    feed(Signals.frame("a", 0, 19));
    harness.processElement2(new StreamRecord<>(Signals.announcement("2")));
    awaitReports(1);
    harness.processElement2(new StreamRecord<>(kept("3")));
    awaitReports(2);
    feed(Signals.frame("a", 19, 4));
    assertThat(harness.extractOutputValues()).hasSize(3);
    feed(Signals.frame("a", 23, 8));
    assertThat(harness.extractOutputValues()).hasSize(4);
  }

  @Test
  void aModelOfOtherChannelsStartsStreamsOverAndHandsWaitingFramesBack() throws Exception {
    SignalRules rules = SignalRules.DEFAULT.withDisorder(Span.samples(1000));
    open(settings().withRules(rules));
    feed(Signals.frame("a", 0, 19));
    feed(Signals.frame("a", 30, 4));
    harness.processElement2(new StreamRecord<>(Signals.announcement("mono")));
    awaitReports(1);
    feed(Signals.frame("a", 19, 4));
    assertThat(side(SignalOutputs.REJECTED)).hasSize(1);
    feed(new Frame("a", 19, 1190, 100, 1, new float[12], Origin.NONE));
    assertThat(side(SignalOutputs.LATE)).extracting(Frame::sequence).containsExactly(30L);
    assertThat(harness.extractOutputValues())
        .extracting(Prediction::modelVersion)
        .containsExactly("1", "1", "1", "mono");
  }

  @Test
  void aBrokenModelLeavesTheOldOneServing() throws Exception {
    open(settings());
    harness.processElement2(new StreamRecord<>(Signals.announcement("not-a-number")));
    awaitReports(1);
    feed(Signals.frame("a", 0, 11));
    assertThat(harness.extractOutputValues())
        .extracting(Prediction::modelVersion)
        .containsExactly("1");
    assertThat(side(SignalOutputs.MODELS).get(0))
        .satisfies(
            report -> {
              assertThat(report.outcome()).isEqualTo(ModelReport.Outcome.FAILED);
              assertThat(report.message()).contains("not-a-number", "version 1 goes on serving");
            });
  }

  @Test
  void theModelOfTheCheckpointServesAfterARestore() throws Exception {
    open(settings());
    feed(Signals.frame("a", 0, 19));
    harness.processElement2(new StreamRecord<>(kept("2")));
    awaitReports(1);
    OperatorSubtaskState state = checkpoint();
    harness.close();
    ASKED.clear();

    open(settings(), state);
    assertThat(ASKED).containsExactly("2");
    feed(Signals.frame("a", 19, 4));
    Prediction prediction = harness.extractOutputValues().get(0);
    assertThat(prediction.modelVersion()).isEqualTo("2");
    assertThat(prediction.outputs()).containsExactly(Signals.windowSum("a", 22, 10, 2));
  }

  @Test
  void aModelStillLoadingAtTheCheckpointIsLoadedAfterTheRestore() throws Exception {
    gate = new CountDownLatch(1);
    open(settings());
    harness.processElement2(new StreamRecord<>(Signals.announcement("9")));
    OperatorSubtaskState state = checkpoint();
    harness.close();
    gate.countDown();

    open(settings(), state);
    feed(Signals.frame("a", 0, 11));
    assertThat(harness.extractOutputValues())
        .extracting(Prediction::modelVersion)
        .containsExactly("1");
    awaitReports(1);
    feed(Signals.frame("a", 11, 20));
    assertThat(harness.extractOutputValues())
        .last()
        .extracting(Prediction::modelVersion)
        .isEqualTo("9");
  }

  @Test
  void recordsFlowWhileAModelLoads() throws Exception {
    gate = new CountDownLatch(1);
    open(settings());
    harness.processElement2(new StreamRecord<>(Signals.announcement("9")));
    feed(Signals.frame("a", 0, 11));
    assertThat(harness.extractOutputValues()).hasSize(1);
    gate.countDown();
    awaitReports(1);
  }

  @Test
  void aTaskWithoutItsModelDoesNotStart() throws Exception {
    StreamingCnnSettings broken =
        StreamingCnnSettings.of(
            Signals.announcement("not-a-number"), (wanted, place) -> load(wanted));
    assertThatThrownBy(() -> open(broken))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("model 'sums' version not-a-number");
  }
}
