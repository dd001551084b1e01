/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.drift;

import java.io.IOException;
import java.nio.file.Path;

/** Whose learners run. */
interface Engine {
  /** What results call it. */
  String name();

  /** Whether it has such a learner. */
  boolean has(String learner);

  /**
   * Runs a learner over a file, test then train.
   *
   * @param warmUp instances that another learner of the kind is run over before
   * @throws IOException when the process fails; the message has what it said
   */
  RaceResult race(Path arff, String learner, long seed, int warmUp)
      throws IOException, InterruptedException;
}
