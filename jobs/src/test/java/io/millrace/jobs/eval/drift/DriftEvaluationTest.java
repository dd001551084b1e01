/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.drift.catalogue.LearnerCatalogue;
import io.millrace.models.drift.generator.Benchmark;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.drift.stream.StreamSchema;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DriftEvaluationTest {
  private static Learner tree(StreamSchema schema) {
    return LearnerCatalogue.create("hoeffding-tree", schema.learnerAttributes(), 2, 1);
  }

  private static DriftReport evaluate(InstanceStream stream, int delay, int window) {
    return new DriftEvaluation("s", "hoeffding-tree", 5, delay, window)
        .run(stream, tree(stream.schema()), done -> {});
  }

  @Test
  void accuracyIsThatOfAPlainLoop() {
    InstanceStream stream = Benchmark.SEA_ABRUPT.open(5);
    Learner tree = tree(stream.schema());
    Instance instance = stream.schema().newInstance();
    Votes votes = new Votes();
    int right = 0;
    for (int n = 0; n < 3_000; n++) {
      stream.next(instance);
      tree.vote(instance.x, votes);
      right += votes.winner() == instance.label ? 1 : 0;
      tree.learn(instance.x, instance.label, 1);
    }

    DriftReport report = evaluate(Benchmark.SEA_ABRUPT.open(5).limit(3_000), 0, 1_000);

    assertThat(report.instances()).isEqualTo(3_000);
    assertThat(report.accuracy()).isCloseTo(right / 3_000.0, within(1e-12));
    assertThat(report.stateBytes()).isEqualTo(DriftEvaluation.stateBytes(tree)).isPositive();
    assertThat(report.instancesPerS()).isPositive();
    assertThat(report.classes()).isEqualTo(2);
  }

  @Test
  void windowsFollowEachOtherAndTheLastMayBeShort() {
    DriftReport report = evaluate(Benchmark.SEA_ABRUPT.open(5).limit(2_500), 0, 1_000);
    assertThat(report.windows())
        .extracting(DriftReport.WindowReport::end)
        .containsExactly(1_000L, 2_000L, 2_500L);
    double right =
        report.windows().stream().mapToDouble(each -> each.accuracy() * each.instances()).sum();
    assertThat(right / 2_500).isCloseTo(report.accuracy(), within(1e-12));
  }

  @Test
  void lateLabelsAreLearnedLate() {
    List<Long> progress = new ArrayList<>();
    InstanceStream stream = Benchmark.SEA_ABRUPT.open(5).limit(1_000);
    DriftReport report =
        new DriftEvaluation("s", "hoeffding-tree", 5, 1_000, 500)
            .run(stream, tree(stream.schema()), progress::add);
    // Nothing was learned, so every vote was for class 0.
    double zeros = 0;
    InstanceStream again = Benchmark.SEA_ABRUPT.open(5);
    Instance instance = again.schema().newInstance();
    for (int n = 0; n < 1_000; n++) {
      again.next(instance);
      zeros += instance.label == 0 ? 1 : 0;
    }
    assertThat(report.accuracy()).isEqualTo(zeros / 1_000);
    assertThat(report.delay()).isEqualTo(1_000);
    assertThat(progress).endsWith(1_000L).isSorted();
  }

  @Test
  void instancesWithoutALabelAreCountedAndNotJudged() {
    InstanceStream sea = Benchmark.SEA_ABRUPT.open(5).limit(100);
    InstanceStream stream =
        new InstanceStream() {
          private int n;

          @Override
          public StreamSchema schema() {
            return sea.schema();
          }

          @Override
          public boolean next(Instance into) {
            boolean more = sea.next(into);
            if (n++ % 4 == 0) {
              into.label = Instance.UNLABELLED;
            }
            return more;
          }
        };
    DriftReport report = evaluate(stream, 0, 50);
    assertThat(report.instances()).isEqualTo(100);
    assertThat(report.unlabelled()).isEqualTo(25);
    assertThat(report.windows().stream().mapToLong(DriftReport.WindowReport::instances).sum())
        .isEqualTo(75);
  }

  @Test
  void anEmptyStreamHasAReport() {
    DriftReport report = evaluate(Benchmark.SEA_ABRUPT.open(5).limit(0), 0, 50);
    assertThat(report.instances()).isZero();
    assertThat(report.accuracy()).isZero();
    assertThat(report.windows()).isEmpty();
    assertThatThrownBy(() -> new DriftEvaluation("s", "l", 1, 0, 0))
        .hasMessageContaining("at least 1");
  }
}
