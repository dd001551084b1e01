/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.streamingcnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.model.ModelBundle;
import io.millrace.jobs.model.ModelManifest;
import io.millrace.jobs.produce.Signal;
import io.millrace.jobs.produce.SyntheticSignal;
import io.millrace.jobs.reference.OnnxRuntimeReference;
import io.millrace.schemas.SignalPrediction;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StreamingCnnJobITCase {
  private static final int STREAMS = 5;
  private static final int SAMPLES = 360 * 30;

  private static JobHarness harness;

  @BeforeAll
  static void start() {
    harness = new JobHarness(1, 4);
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void committedPredictionsEqualFullWindowsInOnnxruntime() {
    ModelBundle bundle = ModelBundle.read("builtin:ecg/1");
    ModelManifest manifest = bundle.manifest();
    int windows = (SAMPLES - manifest.window()) / manifest.hop() + 1;
    EmbeddedJob job = harness.submit(harness.configuration());
    harness.play(SyntheticSignal.patients(STREAMS, 1, SAMPLES), 77);

    Map<String, List<SignalPrediction>> predictions = harness.predictions(STREAMS * windows);
    job.cancel();

    assertThat(predictions).hasSize(STREAMS);
    try (OnnxRuntimeReference reference =
        OnnxRuntimeReference.open(bundle.onnx(), 1, manifest.window())) {
      for (Signal signal : SyntheticSignal.patients(STREAMS, 1, SAMPLES)) {
        compare(
            predictions.get(signal.streamId()), signal.read(SAMPLES), manifest, reference, windows);
      }
    }
  }

  private static void compare(
      List<SignalPrediction> predictions,
      float[] signal,
      ModelManifest manifest,
      OnnxRuntimeReference reference,
      int windows) {
    assertThat(predictions).hasSize(windows);
    ModelManifest.Channel channel = manifest.input().channels().get(0);
    for (int i = 0; i < signal.length; i++) {
      signal[i] = (signal[i] - channel.offset()) / channel.scale();
    }
    for (int i = 0; i < windows; i++) {
      SignalPrediction prediction = predictions.get(i);
      int from = i * manifest.hop();
      assertThat(prediction.getWindowEnd()).isEqualTo(from + manifest.window());
      assertThat(prediction.getModelVersion()).isEqualTo("ecg/1");
      assertThat(prediction.getWarming()).isFalse();
      float[] expected =
          reference.run(Arrays.copyOfRange(signal, from, from + manifest.window()), 1)[0];
      int best = 0;
      for (int k = 0; k < expected.length; k++) {
        assertThat(prediction.getOutputs().get(k)).isCloseTo(expected[k], within(1e-3f));
        best = expected[k] > expected[best] ? k : best;
      }
      assertThat(prediction.getLabel()).isEqualTo(manifest.labels().get(best));
    }
    assertThat(
            Duration.between(
                predictions.get(0).getWindowEndTime(), predictions.get(4).getWindowEndTime()))
        .isCloseTo(Duration.ofSeconds(1), Duration.ofMillis(3));
  }
}
