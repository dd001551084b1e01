/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.loop;

import io.millrace.models.aggregation.catalogue.RuleCatalogue;
import io.millrace.models.aggregation.round.LocalServer;
import io.millrace.models.aggregation.round.LocalUpdate;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.shape.ModelShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Learners' parameters in, those of the server out; counts what would cross a network. */
final class Averaging {
  private final LocalServer server;
  private long rounds;
  private long bytes;

  /**
   * Begins.
   *
   * @param rule as the catalogue reads it
   * @param initial what all learners begin with
   */
  Averaging(String rule, float[] initial) {
    server =
        new LocalServer(
            RuleCatalogue.strategy(rule, Map.of()),
            ModelShape.flat(initial.length),
            new float[][] {initial});
  }

  /**
   * A round.
   *
   * @param models one per learner that learned since the last round
   * @param learned how many examples each of them learned since
   * @return what all of them go on with
   */
  float[] merge(List<float[]> models, List<Long> learned) {
    List<LocalUpdate> updates = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      updates.add(
          new LocalUpdate(
              Contribution.of("learner-" + i, rounds, learned.get(i))
                  .with(Contribution.Payload.MODEL),
              new float[][] {models.get(i)}));
    }
    server.round(updates);
    rounds++;
    float[] merged = server.parameters()[0].clone();
    bytes += 2L * models.size() * merged.length * Float.BYTES;
    return merged;
  }

  long rounds() {
    return rounds;
  }

  /** Parameters sent by learners and to them, as plain floats. */
  long bytes() {
    return bytes;
  }
}
