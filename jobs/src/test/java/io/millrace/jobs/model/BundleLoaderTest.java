/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.jobs.config.StreamingMode;
import io.millrace.models.cnn.Mode;
import io.millrace.models.tensor.choice.ComputePath;
import io.millrace.operators.model.Migration;
import io.millrace.operators.model.ModelAnnouncement;
import io.millrace.operators.model.ModelLoader.Place;
import io.millrace.operators.model.ServedModel;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleLoaderTest {
  private static final Place HERE = new Place(OptionalInt.empty(), 0);
  private static final ModelBundle ECG = ModelBundle.read("builtin:ecg/1");

  @Test
  void theServedModelIsWhatTheManifestSays() throws Exception {
    try (ServedModel model = loader(StreamingMode.MANIFEST, 0).load(announced("1"), HERE)) {
      assertThat(model.version()).isEqualTo("ecg/1");
      assertThat(model.labels()).containsExactly("none", "N", "S", "V");
      assertThat(model.samplingRate()).isEqualTo(360);
      assertThat(model.cnn().timeline().window()).isEqualTo(1626);
      assertThat(model.cnn().timeline().hop()).isEqualTo(90);
      assertThat(model.cnn().outputSize()).isEqualTo(4);
      assertThat(model.input().offset()[0]).isEqualTo(-0.41837975f);
      assertThat(model.input().scale()[0]).isCloseTo(1 / 0.48143822f, within(1e-6f));
    }
  }

  @Test
  void configurationReplacesModeAndHop() {
    BundleLoader loader = loader(StreamingMode.SIGNAL_PADDING, 180);
    assertThat(loader.plan(ECG).mode()).isEqualTo(Mode.SIGNAL_PADDING);
    assertThat(loader.plan(ECG).timeline().hop()).isEqualTo(180);
  }

  @Test
  void aHopThatCannotBeExactIsRefusedWithTheReason() {
    assertThatThrownBy(() -> loader(StreamingMode.EXACT, 100).serve(ECG, HERE))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("ecg/1 cannot stream in mode exact")
        .hasMessageContaining("not a multiple of 18");
  }

  @Test
  void aBundleUnderAnotherNameIsRefused() {
    assertThatThrownBy(() -> loader(StreamingMode.MANIFEST, 0).load(announced("2"), HERE))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("holds model ecg/1, but was announced as ecg/2");
  }

  /** States made of samples on another scale must not be continued. */
  @Test
  void theSameNetworkWithAnotherNormalisationIsAnotherModel(@TempDir Path folder) throws Exception {
    String manifest;
    try (InputStream in =
        ModelBundle.class.getResourceAsStream("/io/millrace/jobs/models/ecg/1/model.json")) {
      manifest = new String(in.readAllBytes(), UTF_8);
    }
    Files.write(folder.resolve("model.onnx"), ECG.onnx());
    Files.writeString(
        folder.resolve("model.json"),
        manifest.replace("-0.4183797586712585", "0.25").replace("\"1\"", "\"2\""));
    BundleLoader loader = loader(StreamingMode.MANIFEST, 0);
    try (ServedModel shipped = loader.serve(ECG, HERE);
        ServedModel again = loader.serve(ECG, HERE);
        ServedModel corrected = loader.serve(ModelBundle.read(folder.toString()), HERE)) {
      assertThat(corrected.input().offset()[0]).isEqualTo(0.25f);
      assertThat(again.cnn().fingerprint()).isEqualTo(shipped.cnn().fingerprint());
      assertThat(corrected.cnn().fingerprint()).isNotEqualTo(shipped.cnn().fingerprint());
    }
  }

  private static BundleLoader loader(StreamingMode mode, int hop) {
    return new BundleLoader(ComputePath.AUTO, mode, hop);
  }

  private static ModelAnnouncement announced(String version) {
    return new ModelAnnouncement("ecg", version, "builtin:ecg/1", "", 0, Migration.RESET);
  }
}
