/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.drift;

import io.millrace.models.drift.catalogue.LearnerCatalogue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Our learners. */
final class MillraceEngine implements Engine {
  private final JavaProcess process;

  private final boolean inTurn;

  /**
   * @param inTurn whether the trees of a forest take turns
   */
  MillraceEngine(Path folder, boolean inTurn) {
    this.inTurn = inTurn;
    process =
        new JavaProcess(
            folder,
            System.getProperty("java.class.path"),
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                ? List.of("--add-modules=jdk.incubator.vector")
                : List.of());
  }

  @Override
  public String name() {
    return "millrace";
  }

  @Override
  public boolean has(String learner) {
    return LearnerCatalogue.has(learner);
  }

  @Override
  public RaceResult race(Path arff, String learner, long seed, int warmUp)
      throws IOException, InterruptedException {
    return process.run(
        MillraceRace.class.getName(),
        List.of(
            arff.toString(),
            learner,
            Long.toString(seed),
            Integer.toString(warmUp),
            Boolean.toString(inTurn)));
  }
}
