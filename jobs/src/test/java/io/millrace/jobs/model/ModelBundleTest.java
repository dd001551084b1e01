/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.cnn.Mode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelBundleTest {
  private static final ModelBundle ECG = ModelBundle.read("builtin:ecg/1");

  @TempDir Path folder;

  @BeforeEach
  void copyTheEcgModel() throws IOException {
    Files.write(folder.resolve("model.json"), ECG.manifest().json());
    Files.write(folder.resolve("model.onnx"), ECG.onnx());
  }

  @Test
  void theShippedModelSaysAllThatServingNeeds() {
    ModelManifest manifest = ECG.manifest();
    assertThat(manifest.id()).isEqualTo("ecg/1");
    assertThat(manifest.window()).isEqualTo(1626);
    assertThat(manifest.hop()).isEqualTo(90);
    assertThat(manifest.streamingMode()).isEqualTo(Mode.EXACT);
    assertThat(manifest.labels()).containsExactly("none", "N", "S", "V");
    assertThat(manifest.input().channels()).hasSize(1);
    assertThat(manifest.attribution()).contains("MIT-BIH");
  }

  @Test
  void aBundleInAFolderIsTheSame() {
    ModelBundle copy = ModelBundle.read(folder.toString());
    assertThat(copy.manifest()).isEqualTo(ECG.manifest());
    assertThat(copy.onnx()).isEqualTo(ECG.onnx());
    assertThat(ModelBundle.read(folder.toUri().toString()).manifest()).isEqualTo(ECG.manifest());
  }

  @Test
  void changedWeightsAreRefused() throws IOException {
    byte[] damaged = ECG.onnx().clone();
    damaged[damaged.length / 2] ^= 1;
    Files.write(folder.resolve("model.onnx"), damaged);

    assertThatThrownBy(() -> ModelBundle.read(folder.toString()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining("model.onnx")
        .hasMessageContaining("SHA-256")
        .hasMessageContaining("copy the bundle again");
  }

  @ParameterizedTest(name = "{0} becomes {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "window" : 1626     | "window" : 0            | window is '0'
          "hop" : 90          | "hop" : -1              | hop is '-1'
          "mode" : "exact"    | "mode" : "sloppy"       | mode 'sloppy' is unknown
          "hop" : 90          | "hop" : 90, "hopp" : 1  | hopp
          "file" : "model.onnx" | "file" : "../model.onnx" | weights.file is '../model.onnx'
          "alarm_labels" : [ "V" ] | "alarm_labels" : [ "X" ] | alarm_labels is '[X]'
          "scale" : 0.48143825  | "scale" : 0            | a finite number that is not zero
          "task" : "streaming-cnn" | "task" : "chess" | task is 'chess'
          """)
  void aWrongManifestIsRefusedByFieldAndRemedy(String old, String changed, String message)
      throws IOException {
    String json = new String(ECG.manifest().json(), StandardCharsets.UTF_8);
    assertThat(json).contains(old);
    Files.writeString(folder.resolve("model.json"), json.replace(old, changed));

    assertThatThrownBy(() -> ModelBundle.read(folder.toString()))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({"builtin:none/1", "/no/such/folder", "nofs://x/y"})
  void aMissingBundleIsNamed(String uri) {
    assertThatThrownBy(() -> ModelBundle.read(uri))
        .isInstanceOf(BundleException.class)
        .hasMessageContaining(uri);
  }
}
