/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.model.ModelBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowGridTest {
  private final WindowGrid grid = new WindowGrid(1626, 90, 450);

  @ParameterizedTest
  @CsvSource({"0, 0", "1625, 0", "1626, 1", "1715, 1", "1716, 2", "650000, 7205"})
  void countsFullWindows(long samples, int windows) {
    assertThat(grid.windows(samples)).isEqualTo(windows);
  }

  @Test
  void everyWindowIsFoundByItsEnd() {
    for (int i = 0; i < 100; i++) {
      assertThat(grid.endingAt(grid.end(i))).isEqualTo(i);
      assertThat(grid.endingAt(grid.end(i) + 1)).isEqualTo(-1);
    }
    assertThat(grid.endingAt(1536)).as("before the first window's end").isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({"1175, -1", "1176, 0", "1265, 0", "1266, 1", "0, -14"})
  void everySampleIsDecidedOnceByTheBlockThatHoldsIt(long sample, int window) {
    assertThat(grid.deciding(sample)).isEqualTo(window);
  }

  @Test
  void theDecidingWindowSeesItsBlockWhole() {
    for (long sample = 1176; sample < 5000; sample++) {
      long end = grid.end(grid.deciding(sample));
      assertThat(end - sample).isGreaterThan(450 - 90).isLessThanOrEqualTo(450);
    }
  }

  @Test
  void comesFromTheManifest() {
    assertThat(WindowGrid.of(ModelBundle.read("builtin:ecg/1").manifest())).isEqualTo(grid);
  }

  @ParameterizedTest
  @CsvSource({"0, 90, 90", "1626, 0, 450", "1626, 90, 89", "1626, 90, 1627"})
  void aBlockOutsideTheWindowIsRefused(int window, int hop, int target) {
    assertThatThrownBy(() -> new WindowGrid(window, hop, target))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must lie in the window");
  }
}
