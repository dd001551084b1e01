/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.connectors.file.wfdb.BeatClass;
import io.millrace.jobs.model.ModelBundle;
import io.millrace.jobs.synthetic.EcgProfile;
import io.millrace.jobs.synthetic.SyntheticEcg;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With a stream that repeats full windows, but for the mistakes that a test makes. */
class EcgEvaluationTest {
  private static final ModelBundle BUNDLE = ModelBundle.read("builtin:ecg/1");
  private static final WindowGrid GRID = WindowGrid.of(BUNDLE.manifest());

  @Test
  void aFaithfulStreamDisagreesNowhereAndFindsTheBeats() {
    EvaluationReport report = evaluate(List.of(patient("a", 1), patient("b", 2)), -1, -1);

    assertThat(report.windows()).isEqualTo(2L * GRID.windows(360 * 60));
    assertThat(report.disagreements()).isZero();
    assertThat(report.missing()).isZero();
    assertThat(report.maxAbsDiff()).isZero();
    assertThat(report.confusionStream()).isEqualTo(report.confusionFull());
    assertThat(report.scores().get(1).recall()).as("normal beats found").isGreaterThan(0.9);
    assertThat(report.accuracy()).isGreaterThan(0.9);
    assertThat(report.records()).extracting("record").containsExactly("a", "b");
  }

  @Test
  void whatTheStreamLosesOrChangesIsADisagreement() {
    EvaluationReport report = evaluate(List.of(patient("a", 1)), 7, 20);

    assertThat(report.disagreements()).isEqualTo(2);
    assertThat(report.missing()).isEqualTo(1);
    assertThat(report.disagreementPercent()).isEqualTo(200.0 / report.windows());
    assertThat(report.maxAbsDiff()).isCloseTo(100, within(1e-3));
    assertThat(report.records().get(0).disagreements()).isEqualTo(2);
  }

  @Test
  void progressEndsAtAllWindowsOfBothParts() {
    List<String> seen = new ArrayList<>();
    new EcgEvaluation(BUNDLE, faulty(-1, -1))
        .evaluate(
            List.of(patient("a", 1)), (part, done, total) -> seen.add(part + done + "/" + total));

    int windows = GRID.windows(360 * 60);
    assertThat(seen)
        .containsExactly(
            "streaming" + windows + "/" + windows, "full windows" + windows + "/" + windows);
  }

  @Test
  void theReportHasTheNamesThatProgramsExpect() {
    JsonNode json = new ObjectMapper().valueToTree(evaluate(List.of(patient("a", 1)), -1, -1));

    assertThat(json.fieldNames())
        .toIterable()
        .contains(
            "windows", "disagreements", "confusion_stream", "confusion_full", "macro_f1", "labels");
    assertThat(json.path("confusion_stream")).hasSize(4);
    assertThat(json.path("confusion_stream").path(0)).hasSize(4);
    assertThat(json.path("records").path(0).path("max_abs_diff").isNumber()).isTrue();
    assertThat(json.path("seconds").path("full_windows").asDouble()).isPositive();
  }

  @Test
  void anotherSamplingRateIsRefused() {
    EcgRecord record = new EcgRecord("x", 250, new float[2000], List.of(), List.of());

    assertThatThrownBy(
            () ->
                new EcgEvaluation(BUNDLE, faulty(-1, -1))
                    .evaluate(List.of(record), (part, done, total) -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("record x has 250.0 samples per second");
  }

  private static EvaluationReport evaluate(List<EcgRecord> records, int lost, int changed) {
    return new EcgEvaluation(BUNDLE, faulty(lost, changed))
        .evaluate(records, (part, done, total) -> {});
  }

  private static Streaming faulty(int lost, int changed) {
    return (records, grid, progress) -> {
      List<StreamedRecord> said = new ArrayList<>();
      long done = 0;
      try (FullWindows full = new FullWindows(BUNDLE, grid)) {
        for (EcgRecord record : records) {
          float[][] outputs = full.outputs(record.millivolts());
          StreamedRecord streamed = StreamedRecord.silent(outputs.length);
          for (int i = 0; i < outputs.length; i++) {
            if (i == changed) {
              int other = (RecordComparison.argMax(outputs[i]) + 1) % outputs[i].length;
              float[] wrong = outputs[i].clone();
              wrong[other] += 100;
              streamed.say(i, other, wrong);
            } else if (i != lost) {
              streamed.say(i, RecordComparison.argMax(outputs[i]), outputs[i]);
            }
          }
          said.add(streamed);
          done += outputs.length;
        }
      }
      progress.accept(done);
      return new Streaming.Result(said, 0, 1);
    };
  }

  private static EcgRecord patient(String name, long seed) {
    SyntheticEcg ecg = new SyntheticEcg(EcgProfile.random(seed).withEctopics(0.1, 0), 360);
    float[] signal = new float[360 * 60];
    ecg.read(signal, 0, signal.length);
    List<EcgRecord.Beat> beats =
        ecg.drainBeats().stream()
            .map(beat -> new EcgRecord.Beat(beat.sample(), BeatClass.valueOf(beat.kind().label())))
            .toList();
    return new EcgRecord(name, 360, signal, beats, List.of());
  }
}
