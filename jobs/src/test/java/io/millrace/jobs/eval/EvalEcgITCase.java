/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.jobs.model.ModelBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two half-hour records through the broker and the job. */
class EvalEcgITCase {
  private static final List<String> RECORDS = List.of("200", "233");

  @Test
  void committedPredictionsEqualFullWindowsAndPyTorch() throws IOException {
    Path data = EcgData.folder();
    Path folder = MitBihFolder.find(data, RECORDS);
    List<EcgRecord> records = new ArrayList<>();
    for (String name : RECORDS) {
      records.add(EcgRecord.read(folder, name));
    }
    List<StreamedRecord> said = new ArrayList<>();
    Streaming embedded = new EmbeddedStreaming("builtin:ecg/1");
    Streaming remembered =
        (all, grid, progress) -> {
          Streaming.Result result = embedded.classify(all, grid, progress);
          said.addAll(result.records());
          return result;
        };

    EvaluationReport report =
        new EcgEvaluation(ModelBundle.read("builtin:ecg/1"), remembered)
            .evaluate(records, (part, done, total) -> {});

    assertThat(report.windows()).isEqualTo(2 * 7205);
    assertThat(report.missing()).isZero();
    assertThat(report.deadLetters()).isZero();
    assertThat(report.disagreements()).isLessThanOrEqualTo(report.windows() / 1000);
    assertThat(report.maxAbsDiff()).isLessThan(1e-3);
    assertThat(report.macroF1()).isCloseTo(report.macroF1Full(), within(0.002));
    // Published with the model: beats found as V, all beats of the class.
    assertThat(report.records().get(0).confusionStream()[3][3])
        .as("ventricular beats found in record 200")
        .isBetween(725L, 775L);
    assertThat(report.scores().get(3).recall()).isCloseTo(0.93, within(0.02));
    for (int i = 0; i < RECORDS.size(); i++) {
      assertEqualToPyTorch(said.get(i), EcgData.hops(data, RECORDS.get(i)));
    }
  }

  private static void assertEqualToPyTorch(StreamedRecord streamed, float[][] golden) {
    assertThat(streamed.outputs()).hasDimensions(golden.length, 4);
    double largest = 0;
    int otherClass = 0;
    for (int i = 0; i < golden.length; i++) {
      for (int k = 0; k < golden[i].length; k++) {
        largest = Math.max(largest, Math.abs((double) streamed.outputs()[i][k] - golden[i][k]));
      }
      if (streamed.classes()[i] != RecordComparison.argMax(golden[i])) {
        otherClass++;
      }
    }
    assertThat(largest).isLessThan(1e-3);
    assertThat(otherClass).isLessThanOrEqualTo(golden.length / 1000);
  }
}
