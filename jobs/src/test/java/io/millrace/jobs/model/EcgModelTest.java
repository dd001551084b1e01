/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.reference.OnnxRuntimeReference;
import io.millrace.jobs.synthetic.Beat;
import io.millrace.jobs.synthetic.EcgProfile;
import io.millrace.jobs.synthetic.SyntheticEcg;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shipped model, trained on people, must make sense of the synthetic signals of the demo. */
class EcgModelTest {
  private static final int SECONDS = 60;

  @Test
  void syntheticBeatsAreToldApart() {
    ModelBundle bundle = ModelBundle.read("builtin:ecg/1");
    ModelManifest manifest = bundle.manifest();
    int[][] confusion = new int[3][4];
    try (OnnxRuntimeReference reference =
        OnnxRuntimeReference.open(bundle.onnx(), 1, manifest.window())) {
      for (int patient = 0; patient < 20; patient++) {
        count(manifest, reference, EcgProfile.random(patient).withEctopics(0.08, 0.0), confusion);
      }
    }
    double normal = confusion[0][1] / (double) sum(confusion[0]);
    double ventricular = confusion[2][3] / (double) sum(confusion[2]);

    assertThat(normal).as("share of normal beats called N").isGreaterThan(0.9);
    assertThat(ventricular).as("share of ventricular beats called V").isGreaterThan(0.8);
  }

  private static void count(
      ModelManifest manifest, OnnxRuntimeReference reference, EcgProfile profile, int[][] counts) {
    SyntheticEcg ecg = new SyntheticEcg(profile, manifest.samplingRate());
    int length = Math.round(SECONDS * manifest.samplingRate());
    float[] signal = new float[length];
    ecg.read(signal, 0, length);
    ModelManifest.Channel channel = manifest.input().channels().get(0);
    for (int i = 0; i < length; i++) {
      signal[i] = (signal[i] - channel.offset()) / channel.scale();
    }
    int window = manifest.window();
    int hop = manifest.hop();
    List<Beat> beats = ecg.drainBeats();
    for (Beat beat : beats) {
      // The block that holds the R peak begins startBeforeEnd before its window's end.
      long first = (long) window - manifest.target().startBeforeEnd();
      int hops = Math.toIntExact(Math.floorDiv(beat.sample() - first, (long) hop));
      if (beat.sample() < first || hops * hop + window > length) {
        continue;
      }
      float[] input = Arrays.copyOfRange(signal, hops * hop, hops * hop + window);
      float[] output = reference.run(input, 1)[0];
      int best = 0;
      for (int i = 1; i < output.length; i++) {
        best = output[i] > output[best] ? i : best;
      }
      int kind = List.of(Beat.Kind.values()).indexOf(beat.kind());
      counts[kind][best]++;
    }
  }

  private static int sum(int[] counts) {
    return Arrays.stream(counts).sum();
  }
}
