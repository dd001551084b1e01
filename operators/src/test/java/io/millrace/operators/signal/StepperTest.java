/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.cnn.Timeline;
import io.millrace.models.signal.Prediction;
import io.millrace.operators.model.Normalisation;
import io.millrace.operators.model.ServedModel;
import io.millrace.state.binary.Golden;
import io.millrace.state.cnn.MovingSum;
import io.millrace.state.signal.SignalState;
import io.millrace.state.signal.SignalStateSerializer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.junit.jupiter.api.Test;

class StepperTest {
  private final SimpleCounter requests = new SimpleCounter();
  private final DescriptiveStatisticsHistogram latency = new DescriptiveStatisticsHistogram(64);
  private final List<Prediction> predictions = new ArrayList<>();
  private final List<Long> millis = new ArrayList<>();

  /** A model, its stepper, and frames on their way into it, without Flink. */
  private final class Pipeline {
    final FrameAssembler assembler = new FrameAssembler(SignalRules.DEFAULT, new SignalTally());
    final Stepper stepper;

    Pipeline(ServedModel model, boolean emitWarming) {
      stepper =
          new Stepper(
              model,
              emitWarming,
              (prediction, at) -> {
                predictions.add(prediction);
                millis.add(at);
              },
              requests,
              latency);
      assembler.use(
          new ChunkBuilder(
              model.cnn().timeline(),
              model.cnn().channels(),
              model.input().offset(),
              model.input().scale()));
    }

    void feed(String stream, SignalState state, long sequence, int length) {
      StreamTurn turn = stepper.turn(stream, state);
      assembler.accept(state, Signals.frame(stream, sequence, length), turn);
    }
  }

  private static ServedModel model(Timeline timeline) {
    MovingSum cnn = new MovingSum(timeline, Signals.CHANNELS, 1);
    return new ServedModel("1", cnn, Normalisation.none(Signals.CHANNELS), List.of(), Signals.RATE);
  }

  @Test
  void streamsWithSeveralChunksAreSteppedInRounds() {
    Pipeline pipeline = new Pipeline(Signals.model("1"), false);
    SignalState a = new SignalState();
    SignalState b = new SignalState();
    pipeline.feed("a", a, 0, 40);
    pipeline.feed("b", b, 7, 20);
    pipeline.stepper.run();
    assertThat(predictions).extracting(Prediction::streamId).startsWith("a", "b", "a", "b");
    assertThat(latency.getCount()).isEqualTo(10);
    assertThat(requests.getCount()).isEqualTo(predictions.size());
    for (Prediction prediction : predictions) {
      assertThat(prediction.outputs())
          .containsExactly(Signals.windowSum(prediction.streamId(), prediction.windowEnd(), 10, 1));
    }
    assertThat(a.cnn().hops()).isEqualTo(10);
    assertThat(b.cnn().hops()).isEqualTo(5);
  }

  @Test
  void aStreamWithoutAWholeChunkHasNoMemoryYet() {
    Pipeline pipeline = new Pipeline(Signals.model("1"), false);
    SignalState state = new SignalState();
    pipeline.feed("a", state, 0, 2);
    pipeline.stepper.run();
    assertThat(state.cnn()).isNull();
    assertThat(predictions).isEmpty();
  }

  @Test
  void aRestartWithinABundleKeepsThePredictionsBeforeIt() {
    Pipeline pipeline = new Pipeline(Signals.model("1"), false);
    SignalState state = new SignalState();
    StreamTurn turn = pipeline.stepper.turn("a", state);
    pipeline.assembler.accept(state, Signals.frame("a", 0, 20), turn);
    pipeline.assembler.accept(state, Signals.frame("a", 1000, 16), turn);
    pipeline.assembler.accept(state, Signals.frame("a", 5000, 1), turn);
    pipeline.stepper.run();
    assertThat(predictions)
        .extracting(Prediction::windowEnd)
        .containsExactly(10L, 14L, 18L, 1010L, 1014L);
    assertThat(state.cnn()).isNull();
    assertThat(state.origin()).isEqualTo(5000);
  }

  @Test
  void warmingPredictionsAreMarkedWhereTheyAreWanted() {
    Pipeline pipeline = new Pipeline(Signals.model("1"), true);
    SignalState state = new SignalState();
    pipeline.feed("a", state, 100, 16);
    pipeline.stepper.run();
    assertThat(predictions)
        .extracting(Prediction::windowEnd)
        .containsExactly(102L, 106L, 110L, 114L);
    assertThat(predictions)
        .extracting(Prediction::warming)
        .containsExactly(true, true, false, false);
    assertThat(millis).containsOnly(2000L);
    assertThat(predictions).extracting(Prediction::label).containsOnly("left", "right");
  }

  @Test
  void aGranuleOfSeveralHopsGivesSeveralPredictions() {
    Pipeline pipeline = new Pipeline(model(new Timeline(12, 3, 6, 0)), false);
    SignalState state = new SignalState();
    pipeline.feed("a", state, 0, 24);
    pipeline.stepper.run();
    assertThat(predictions)
        .extracting(Prediction::windowEnd)
        .containsExactly(12L, 15L, 18L, 21L, 24L, 27L);
    assertThat(requests.getCount()).isEqualTo(3);
    assertThat(predictions).extracting(Prediction::label).containsOnlyNulls();
  }

  @Test
  void aRestoredStreamPredictsLikeTheOriginalOverTheNextThousandFrames() throws IOException {
    Pipeline pipeline = new Pipeline(Signals.model("1"), true);
    SignalState original = new SignalState();
    long at = 0;
    for (int i = 0; i < 50; i++) {
      pipeline.feed("a", original, at, 1 + i % 7);
      at += 1 + i % 7;
    }
    pipeline.stepper.run();
    SignalStateSerializer serializer = new SignalStateSerializer();
    SignalState restored = Golden.deserialized(serializer, Golden.serialized(serializer, original));
    for (int i = 0; i < 1000; i++) {
      int length = 1 + i % 9;
      predictions.clear();
      pipeline.feed("a", original, at, length);
      pipeline.feed("a", restored, at, length);
      pipeline.stepper.run();
      at += length;
      int half = predictions.size() / 2;
      for (int k = 0; k < half; k++) {
        assertThat(predictions.get(2 * k + 1))
            .usingRecursiveComparison()
            .isEqualTo(predictions.get(2 * k));
      }
    }
    assertThat(Golden.serialized(serializer, restored))
        .isEqualTo(Golden.serialized(serializer, original));
  }

  @Test
  void aStreamKeptByVersionOneGoesOnAsFullWindowsWould() throws IOException {
    SignalStateSerializer serializer = new SignalStateSerializer();
    Pipeline pipeline = new Pipeline(Signals.model("1"), false);
    SignalState original = new SignalState();
    pipeline.feed("golden", original, 500, 33);
    pipeline.stepper.run();
    byte[] bytes = Golden.bytes("stream-v1");
    assertThat(HexFormat.of().formatHex(Golden.serialized(serializer, original)))
        .isEqualTo(HexFormat.of().formatHex(bytes));

    predictions.clear();
    SignalState restored = Golden.deserialized(serializer, bytes);
    for (int i = 0; i < 1000; i++) {
      pipeline.feed("golden", restored, 533 + i * 3L, 3);
      pipeline.stepper.run();
    }
    assertThat(predictions).hasSize(750);
    for (Prediction prediction : predictions) {
      assertThat(prediction.outputs())
          .containsExactly(Signals.windowSum("golden", prediction.windowEnd(), 10, 1));
    }
  }

  @Test
  void aStepAllocatesNothingBesidesPredictions() {
    // A window that never fills predicts nothing, so that all that is allocated is overhead.
    ServedModel model = model(new Timeline(1 << 15, 4, 4, 0));
    Pipeline pipeline = new Pipeline(model, false);
    SignalState state = new SignalState();
    var frames = new ArrayList<io.millrace.models.signal.Frame>();
    for (int i = 0; i < 4000; i++) {
      frames.add(Signals.frame("a", i * 5L, 5));
    }
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    long before = 0;
    for (int i = 0; i < frames.size(); i++) {
      if (i == 2000) {
        before = threads.getThreadAllocatedBytes(self);
      }
      StreamTurn turn = pipeline.stepper.turn("a", state);
      pipeline.assembler.accept(state, frames.get(i), turn);
      pipeline.stepper.run();
    }
    long perFrame = (threads.getThreadAllocatedBytes(self) - before) / 2000;
    assertThat(perFrame).isLessThan(16);
  }
}
