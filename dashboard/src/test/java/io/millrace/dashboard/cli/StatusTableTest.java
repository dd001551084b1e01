/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dashboard.health.Health;
import io.millrace.dashboard.health.JobFigures;
import io.millrace.dashboard.health.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTableTest {
  private static final JobFigures FIGURES =
      new JobFigures(
          1234.4, 99, 5000, 5000, 1L, 0.5, 40L, null, 20L, "RUNNING", 1.2, 1000L, 2L, 7, 0);

  @Test
  void aJobIsARowAndAProblemItsRemedy() {
    Health.Job job =
        new Health.Job(
            "drift-moe",
            "Drift",
            "instances",
            "predictions",
            "warn",
            List.of(new Problem("warn", "it was restarted twice", "look at its exceptions")),
            FIGURES,
            new long[60],
            new long[60]);

    List<String> lines =
        new StatusTable(new Health.Overview("b:1", null, "warn", List.of(), List.of(job), 1, 2))
            .lines();

    assertThat(lines.get(1).split("\\s+"))
        .containsExactly("drift-moe", "warn", "1,234", "99", "40", "-", "20", "1", "s", "2", "7");
    assertThat(lines)
        .endsWith("WARN drift-moe: it was restarted twice", "  look at its exceptions");
  }
}
