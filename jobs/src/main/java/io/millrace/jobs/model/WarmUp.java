/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.model;

import io.millrace.models.cnn.CnnState;
import io.millrace.models.cnn.StreamingCnn;
import io.millrace.models.tensor.ComputePaths;
import java.time.Duration;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Steps a network on noise until Java has compiled it. Vector kernels that are still interpreted
 * are a thousand times slower: without this the first seconds of a job, or of a new model, would be
 * a standstill.
 */
final class WarmUp {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration STEADY = Duration.ofMillis(250);
  private static final int LEAST_ROUNDS = 50;
  private static final double BETTER = 0.9;

  /** Kernels have paths of their own for single streams and for many. */
  private static final int[] BATCHES = {1, 5, 64};

  private WarmUp() {}

  /** Ends when a round has not become faster for a while, or takes too long altogether. */
  static void run(StreamingCnn cnn) {
    int largest = BATCHES[BATCHES.length - 1];
    CnnState[] states = new CnnState[largest];
    float[][] chunks = new float[largest][cnn.timeline().granule() * cnn.channels()];
    float[][] outputs = new float[largest][cnn.outputSize()];
    Random random = new Random(1);
    for (int i = 0; i < largest; i++) {
      states[i] = cnn.newState();
      for (int k = 0; k < chunks[i].length; k++) {
        chunks[i][k] = (float) random.nextGaussian();
      }
    }
    long begin = System.nanoTime();
    boolean compiled = ComputePaths.warmUp(LIMIT.dividedBy(2));
    int rounds = 0;
    try (StreamingCnn.Session session = cnn.session()) {
      // Single streams first: as long as it is interpreted, a full batch takes seconds.
      for (int batch : BATCHES) {
        rounds += settle(session, states, chunks, outputs, batch, begin + LIMIT.toNanos());
      }
    }
    LOG.info(
        "warmed up in {} ms, {} rounds, kernels {}",
        (System.nanoTime() - begin) / 1_000_000,
        rounds,
        compiled ? "compiled" : "not yet compiled");
  }

  private static int settle(
      StreamingCnn.Session session,
      CnnState[] states,
      float[][] chunks,
      float[][] outputs,
      int batch,
      long deadline) {
    long best = Long.MAX_VALUE;
    long now = System.nanoTime();
    long improved = now;
    int rounds = 0;
    while (now < deadline && (rounds < LEAST_ROUNDS || now - improved < STEADY.toNanos())) {
      session.advance(states, chunks, batch);
      session.predict(states, outputs, batch);
      long end = System.nanoTime();
      if (end - now < best * BETTER) {
        best = end - now;
        improved = end;
      }
      now = end;
      rounds++;
    }
    return rounds;
  }
}
