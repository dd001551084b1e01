/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.model.ModelBundle;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FullWindowsTest {
  /** The goldens are PyTorch's outputs at every hop of the whole records. */
  @ParameterizedTest
  @ValueSource(strings = {"200", "233"})
  void fullWindowsOfARecordEqualTheOutputsOfPyTorch(String name) throws IOException {
    Path data = EcgData.folder();
    EcgRecord record = EcgRecord.read(MitBihFolder.find(data, java.util.List.of(name)), name);
    ModelBundle bundle = ModelBundle.read("builtin:ecg/1");

    float[][] outputs;
    try (FullWindows full = new FullWindows(bundle, WindowGrid.of(bundle.manifest()))) {
      outputs = full.outputs(record.millivolts());
    }

    float[][] golden = EcgData.hops(data, name);
    assertThat(outputs).hasDimensions(golden.length, 4);
    double largest = 0;
    for (int i = 0; i < golden.length; i++) {
      for (int k = 0; k < golden[i].length; k++) {
        largest = Math.max(largest, Math.abs((double) outputs[i][k] - golden[i][k]));
      }
    }
    assertThat(largest).isLessThan(1e-4);
  }
}
