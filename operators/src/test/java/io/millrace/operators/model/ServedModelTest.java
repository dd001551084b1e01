/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.cnn.Timeline;
import io.millrace.state.cnn.MovingSum;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServedModelTest {
  private final MovingSum cnn = new MovingSum(new Timeline(8, 4, 4, 0), 2, 1);

  private ServedModel model(String... labels) {
    return new ServedModel("7", cnn, Normalisation.none(2), List.of(labels), 0);
  }

  @Test
  void theLabelIsThatOfTheLargestOutputTheFirstOfEquals() {
    assertThat(model("N", "V").label(new float[] {1, 2})).isEqualTo("V");
    assertThat(model("N", "V").label(new float[] {2, 2})).isEqualTo("N");
    assertThat(model().label(new float[] {1, 2})).isNull();
  }

  @Test
  void labelsAndScalesMustFitTheNetwork() {
    assertThatThrownBy(() -> model("N"))
        .hasMessageContaining("model 7 has 2 outputs and 1 labels")
        .hasMessageContaining("one label per output");
    assertThatThrownBy(() -> new ServedModel("7", cnn, Normalisation.none(3), List.of(), 0))
        .hasMessageContaining("takes 2 channels, its normalisation has 3");
    assertThatThrownBy(() -> new Normalisation(new float[1], new float[2]))
        .hasMessageContaining("1 offsets and 2 scales");
  }

  @Test
  void namesInConfigurationAreKnownOrRefused() {
    for (Migration migration : Migration.values()) {
      assertThat(Migration.parse(migration.label())).isEqualTo(migration);
    }
    assertThatThrownBy(() -> Migration.parse("maybe"))
        .hasMessageContaining("'maybe'")
        .hasMessageContaining("reset or keep");
  }
}
