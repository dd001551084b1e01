/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.bench.drift.DriftBenchResult.LearnerResult;
import io.millrace.jobs.eval.drift.DriftEvaluation;
import io.millrace.jobs.eval.drift.DriftReport;
import io.millrace.models.drift.catalogue.LearnerCatalogue;
import io.millrace.models.drift.generator.Benchmark;
import io.millrace.models.drift.stream.InstanceStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaceTest {
  @TempDir Path folder;

  @Test
  void aRaceGivesWhatAnEvaluationOfTheStreamGives() throws IOException {
    Path arff = folder.resolve("s.arff");
    StreamFile.write(() -> Benchmark.RBF_FAST.open(2).limit(5_000), arff);
    RaceResult race = MillraceRace.race(arff, "hoeffding-tree", 2);
    InstanceStream stream = Benchmark.RBF_FAST.open(2).limit(5_000);
    DriftReport report =
        new DriftEvaluation("rbf-f", "hoeffding-tree", 2, 0, 1_000)
            .run(
                stream,
                LearnerCatalogue.create(
                    "hoeffding-tree", stream.schema().learnerAttributes(), 2, 2),
                done -> {});
    assertThat(race.instances()).isEqualTo(5_000);
    assertThat(race.accuracy()).isEqualTo(report.accuracy());
    assertThat(race.kappaM()).isEqualTo(report.kappaM());
    assertThat(race.kappaT()).isEqualTo(report.kappaT());
    assertThat(race.bytes()).isEqualTo(report.stateBytes());
  }

  @Test
  void treesThatTakeTurnsAreAForest() throws IOException {
    Path arff = folder.resolve("s.arff");
    StreamFile.write(() -> Benchmark.RBF_FAST.open(2).limit(20_500), arff);
    RaceResult forest = MillraceRace.race(arff, "arf-10", 2);
    RaceResult turns = MillraceRace.raceInTurn(arff, "arf-10", 2);
    RaceResult tree = MillraceRace.race(arff, "arf-1", 2);
    assertThat(turns.instances()).isEqualTo(20_500);
    assertThat(turns.accuracy()).isCloseTo(forest.accuracy(), within(0.015));
    assertThat(turns.accuracy()).isGreaterThan(tree.accuracy() + 0.03);
    assertThat(turns.bytes()).isBetween(forest.bytes() / 2, forest.bytes() * 2);
    assertThatThrownBy(() -> MillraceRace.raceInTurn(arff, "adaptive", 2))
        .hasMessageContaining("arf-N");
  }

  @Test
  void oneTreeThatTakesTurnsIsThatTree() throws IOException {
    Path arff = folder.resolve("s.arff");
    StreamFile.write(() -> Benchmark.SEA_ABRUPT.open(3).limit(5_000), arff);
    RaceResult turns = MillraceRace.raceInTurn(arff, "arf-1", 3);
    RaceResult tree = MillraceRace.race(arff, "arf-1", new SplittableRandom(3).nextLong());
    assertThat(turns.accuracy()).isEqualTo(tree.accuracy());
    assertThat(turns.kappaM()).isEqualTo(tree.kappaM());
  }

  @Test
  void resultsAreMeansOverSeeds() {
    LearnerResult result =
        LearnerResult.of(
            "l",
            "moa",
            List.of(
                new RaceResult(10, 0.7, 0.1, 0.2, 100, 1_000),
                new RaceResult(10, 0.9, 0.3, 0.4, 300, 2_000)));
    assertThat(result.accuracy()).isCloseTo(0.8, within(1e-12));
    assertThat(result.accuracySd()).isCloseTo(Math.sqrt(0.02), within(1e-12));
    assertThat(result.kappaM()).isCloseTo(0.2, within(1e-12));
    assertThat(result.instancesPerS()).isEqualTo(200);
    assertThat(result.bytes()).isEqualTo(1_500);
  }

  @Test
  void oneRunHasNoDeviation() {
    assertThat(
            LearnerResult.of("l", "moa", List.of(new RaceResult(10, 0.7, 0, 0, 1, 1))).accuracySd())
        .isZero();
  }

  @Test
  void moaIsOnNoClassPathOfOurs() {
    assertThatThrownBy(() -> Class.forName("moa.DoTask"))
        .isInstanceOf(ClassNotFoundException.class);
  }
}
