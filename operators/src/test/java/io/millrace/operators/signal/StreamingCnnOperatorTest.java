/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.signal.Frame;
import io.millrace.models.signal.Prediction;
import io.millrace.operators.model.ModelAnnouncement;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StreamingCnnOperatorTest {
  private KeyedTwoInputStreamOperatorTestHarness<String, Frame, ModelAnnouncement, Prediction>
      harness;

  private void open(StreamingCnnSettings settings) throws Exception {
    harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            new StreamingCnnOperator(settings), Frame::streamId, null, Types.STRING);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void everyHopOfAStreamIsPredictedFromItsWindow() throws Exception {
    open(Signals.settings());
    for (int i = 0; i < 10; i++) {
      harness.processElement1(Signals.frame("a", 100 + i * 5L, 5), 0);
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
}
