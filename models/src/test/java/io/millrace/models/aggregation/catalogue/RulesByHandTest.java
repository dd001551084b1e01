/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.aggregation.round.LocalServer;
import io.millrace.models.aggregation.round.LocalUpdate;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.shape.ModelShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole rules, by their names, on updates 0, 1, 2, 3, 4, 5 and 100 of one parameter, f = 1. */
class RulesByHandTest {
  private static final float[] UPDATES = {0, 1, 2, 3, 4, 5, 100};

  @ParameterizedTest
  @CsvSource({
    // The sum is 115.
    "fedavg-uniform, 16.428571",
    "median, 3",
    // Without the least and the largest: 1 to 5.
    "trimmed-mean, 3",
    // The six nearest to 3.
    "mean-around-median, 2.5",
    // Four neighbours: scores 30, 15, 10, 10, 15, 30 and far; the first of equals.
    "krum, 2",
    // All but 100.
    "multi-krum, 2.5",
    // Krum picks 2, 3, 1, 4, 0; of these the three nearest to 2.
    "bulyan, 2",
    // Each becomes the mean of its six nearest: six times 2.5, and 115/6 for the last.
    "nnm+trimmed-mean, 2.5",
    "nnm+median, 2.5",
    "nnm, 4.880952",
    // All but 0 have length 1.
    "clipping, 0.857143",
    // One is shortened, since 2 · 1/7 · 6 is 1.7: to 5.
    "adaptive-clipping, 2.857143",
    // From 0, what was last, with radius 1.
    "centred-clipping, 0.857143",
    // The six nearest to 0, what was last.
    "monna, 2.5",
    // First 100 becomes 5, and then the furthest of each is left out of its mean:
    // 15/6 three times, 20/6 four times; without the least and the largest.
    "adaptive-clipping+nnm+trimmed-mean, 3",
  })
  void everyRuleGivesWhatIsWorkedOut(String rule, float expected) {
    LocalServer server =
        new LocalServer(
            RuleCatalogue.tolerant(rule, Map.of("byzantine", "1")),
            ModelShape.flat(1),
            new float[][] {{10}});
    List<LocalUpdate> updates = new ArrayList<>();
    for (int w = 0; w < UPDATES.length; w++) {
      updates.add(
          new LocalUpdate(Contribution.of("worker-" + w, 0, 1), new float[][] {{UPDATES[w]}}));
    }
    assertThat(server.round(updates).direction()[0][0]).isCloseTo(expected, within(1e-5f));
    assertThat(server.parameters()[0][0]).isCloseTo(10 + expected, within(1e-5f));
  }
}
