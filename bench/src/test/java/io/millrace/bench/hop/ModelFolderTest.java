/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.hop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.millrace.models.cnn.Mode;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ModelFolderTest {
  @TempDir Path empty;

  @Test
  void withoutDataTheShippedModelIsMeasured() throws IOException {
    assertThat(HopBenchmark.models(null)).extracting(BenchModel::name).containsExactly("ecg");
  }

  @Test
  void aFolderThatIsNoneIsNamed() {
    assertThatThrownBy(() -> HopBenchmark.models(empty))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining(empty.toString());
  }

  @Test
  void everyModelThatItsNoteCallsExactIsMeasured() throws IOException {
    String data = System.getProperty("millrace.data", "");
    assumeFalse(data.isEmpty(), "millrace.data is not set: there are no models to choose from");
    ModelFolder folder = new ModelFolder(Path.of(data));
    List<BenchModel> models = HopBenchmark.models(Path.of(data));

    for (String name : folder.names()) {
      boolean exact = folder.meta(name).get("streamable").asText().equals("exact");
      assertThat(models.stream().anyMatch(model -> model.name().equals(name)))
          .as(name)
          .isEqualTo(exact);
    }
    assertThat(models).allMatch(model -> model.plan(Mode.EXACT).accepted()).hasSizeGreaterThan(5);
  }
}
