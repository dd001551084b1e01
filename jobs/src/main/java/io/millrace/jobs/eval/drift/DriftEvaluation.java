/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval.drift;

import io.millrace.models.drift.evaluate.Prequential;
import io.millrace.models.drift.evaluate.Scores;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.piece.PieceSink;
import java.util.function.LongConsumer;

/** Runs a learner over a stream. */
public final class DriftEvaluation {
  private static final int BLOCK = 256;

  private final String stream;
  private final String learner;
  private final long seed;
  private final int delay;
  private final int windowLength;

  /**
   * @param stream how the report calls it
   * @param learner how the report calls it
   * @param seed that both were made with, for the report
   * @param delay of labels in instances, 0 or more
   * @param windowLength labelled instances per window of the report, 1 or more
   */
  public DriftEvaluation(String stream, String learner, long seed, int delay, int windowLength) {
    if (windowLength < 1) {
      throw new IllegalArgumentException(
          "windows of " + windowLength + " instances: use at least 1");
    }
    this.stream = stream;
    this.learner = learner;
    this.seed = seed;
    this.delay = delay;
    this.windowLength = windowLength;
  }

  /**
   * Tests and trains until the stream ends.
   *
   * @param progress is told how many instances are done
   */
  public DriftReport run(InstanceStream instances, Learner model, LongConsumer progress) {
    return run(instances, model, progress, (label, votes) -> {});
  }

  /**
   * Tests and trains until the stream ends.
   *
   * @param witness hears all votes; what it does with them counts as the learner's time
   */
  DriftReport run(InstanceStream instances, Learner model, LongConsumer progress, Witness witness) {
    Instance[] block = new Instance[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      block[i] = instances.schema().newInstance();
    }
    Prequential prequential = new Prequential(model, instances.schema().attributes().size(), delay);
    Scoring scoring = new Scoring(windowLength);
    long nanos = 0;
    int read;
    while ((read = fill(instances, block)) > 0) {
      long start = System.nanoTime();
      for (int i = 0; i < read; i++) {
        Votes votes = prequential.accept(block[i]);
        scoring.add(block[i].label, votes);
        witness.voted(block[i].label, votes);
      }
      nanos += System.nanoTime() - start;
      progress.accept(scoring.seen());
    }
    return report(
        scoring,
        nanos == 0 ? 0 : scoring.seen() * 1e9 / nanos,
        stateBytes(model),
        instances.schema().classes().size(),
        null);
  }

  /** What a report says of so many instances per second, bytes of state and classes. */
  DriftReport report(
      Scoring scoring, double perSecond, long bytes, int classes, KafkaComparison kafka) {
    Scores scores = scoring.scores();
    return new DriftReport(
        stream,
        learner,
        scoring.seen(),
        scores.accuracy(),
        scores.kappaM(),
        scores.kappaTemporal(),
        perSecond,
        bytes,
        scores.kappa(),
        scores.f1(),
        scores.gMean(),
        scores.logLoss(),
        scores.calibrationError(),
        scoring.unlabelled(),
        classes,
        seed,
        delay,
        scoring.windows(),
        kafka);
  }

  int windowLength() {
    return windowLength;
  }

  /** Hears what a learner says. */
  @FunctionalInterface
  interface Witness {
    /**
     * A learner has voted on an instance.
     *
     * @param label the true one, or {@link Instance#UNLABELLED}
     * @param votes overwritten afterwards
     */
    void voted(int label, Votes votes);
  }

  private static int fill(InstanceStream instances, Instance[] block) {
    int read = 0;
    while (read < block.length && instances.next(block[read])) {
      read++;
    }
    return read;
  }

  /** The bytes of all pieces of a learner that has written none yet. */
  public static long stateBytes(Learner model) {
    long[] bytes = new long[1];
    model.writeChanges(
        new PieceSink() {
          @Override
          public void put(long id, byte[] piece, int length) {
            bytes[0] += length;
          }

          @Override
          public void remove(long id) {}
        });
    return bytes[0];
  }
}
