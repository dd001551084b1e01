/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.moe;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.neural.AdamSettings;
import io.millrace.models.piece.MemoryPieces;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What released versions wrote is read, and written like that. */
class MoeStateTest {
  private static final MoeSettings SETTINGS =
      new MoeSettings(3, 2, 1, 0.8, 20, List.of(4, 3), 0.2, AdamSettings.of(2e-3));

  private static Learner mixture(String name) {
    Attributes attributes = Attributes.numeric(5);
    ExpertFactory factory = (classes, seed) -> new Counting(seed, 5);
    return name.equals("moe-data")
        ? new MoeData(SETTINGS, attributes, factory, 42)
        : new MoeTask(SETTINGS, attributes, factory, 42);
  }

  @ParameterizedTest
  @ValueSource(strings = {"moe-data", "moe-task"})
  void goldenBytesAreReadAndWritten(String name) throws Exception {
    Learner mixture = mixture(name);
    Random random = new Random(1);
    for (int i = 0; i < 38; i++) {
      double[] x = MoeDataTest.x(random);
      mixture.learn(x, (int) (3 * x[0]), 1);
    }
    MemoryPieces written = new MemoryPieces();
    mixture.writeChanges(written);
    MemoryPieces golden = MemoryPieces.golden(name + "-v1");
    assertThat(written.text()).isEqualTo(golden.text());

    Learner restored = mixture(name);
    restored.restore(golden.source());
    Votes expected = new Votes();
    Votes actual = new Votes();
    for (int i = 0; i < 100; i++) {
      double[] x = MoeDataTest.x(random);
      mixture.vote(x, expected);
      restored.vote(x, actual);
      for (int c = 0; c < expected.classes(); c++) {
        assertThat(actual.of(c)).isEqualTo(expected.of(c));
      }
      mixture.learn(x, (int) (3 * x[0]), 1);
      restored.learn(x, (int) (3 * x[0]), 1);
    }
  }

  @Test
  void aBatchThatWaitsIsPartOfTheState() throws Exception {
    // 38 instances: one batch of 20 stepped, 18 wait in two blocks behind the head.
    assertThat(MemoryPieces.golden("moe-data-v1").all().keySet()).contains(0L, 1L, 2L);
  }
}
