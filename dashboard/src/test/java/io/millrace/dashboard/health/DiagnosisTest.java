/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosisTest {
  private static final JobFigures WELL =
      new JobFigures(100, 100, 5000, 5000, 1L, 0.5, 40L, 90L, 20L, "RUNNING", 1.0, 1000L, 0L, 0, 0);

  private static List<Problem> problems(JobFigures figures) {
    return Diagnosis.of(JobKind.STREAMING_CNN, figures, 100);
  }

  private static JobFigures figures(
      double in, long outTotal, Double silent, Long lag, String state, Double age, long letters) {
    return new JobFigures(
        in, 0, 5000, outTotal, null, silent, null, null, lag, state, age, null, 0L, letters,
        letters);
  }

  @Test
  void aJobThatDoesWellHasNoProblem() {
    assertThat(problems(WELL)).isEmpty();
    assertThat(Diagnosis.state(WELL, List.of())).isEqualTo("ok");
  }

  @Test
  void aJobWithoutInputIsIdleNotIll() {
    JobFigures idle = figures(0, 0, null, null, "RUNNING", 1.0, 0);

    assertThat(problems(idle)).isEmpty();
    assertThat(Diagnosis.state(idle, List.of())).isEqualTo("idle");
  }

  @Test
  void inputWithoutResultsIsBad() {
    JobFigures silent = figures(10, 500, 45.0, null, null, null, 0);

    assertThat(problems(silent))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.severity()).isEqualTo("bad");
              assertThat(problem.text())
                  .isEqualTo("Frames come in, but no predictions out for 45 s");
              assertThat(problem.remedy()).contains("event time");
            });
  }

  @Test
  void aJobThatHasToFillItsFirstWindowIsWarnedOfOnly() {
    JobFigures young = figures(10, 0, null, null, null, null, 0);

    assertThat(problems(young)).extracting(Problem::severity).containsExactly("warn");
    assertThat(Diagnosis.of(JobKind.STREAMING_CNN, young, 5)).isEmpty();
  }

  @Test
  void whatFlinkSaysComesFirst() {
    JobFigures failed = figures(10, 500, 0.1, 1000L, "FAILED", 500.0, 3);

    List<Problem> problems = problems(failed);

    assertThat(problems).hasSize(4);
    assertThat(problems.get(0).text()).contains("FAILED");
    assertThat(problems.get(0).remedy()).contains("./millrace run streaming-cnn");
    assertThat(problems)
        .extracting(Problem::severity)
        .containsExactly("bad", "warn", "warn", "warn");
    assertThat(Diagnosis.state(failed, problems)).isEqualTo("bad");
  }
}
