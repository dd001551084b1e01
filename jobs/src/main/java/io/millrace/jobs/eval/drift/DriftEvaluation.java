/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval.drift;

import io.millrace.jobs.eval.drift.DriftReport.WindowReport;
import io.millrace.models.drift.evaluate.Outcome;
import io.millrace.models.drift.evaluate.Prequential;
import io.millrace.models.drift.evaluate.Scores;
import io.millrace.models.drift.evaluate.Window;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.drift.piece.PieceSink;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import java.util.ArrayList;
import java.util.List;
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
    Instance[] block = new Instance[BLOCK];
    for (int i = 0; i < BLOCK; i++) {
      block[i] = instances.schema().newInstance();
    }
    Prequential prequential = new Prequential(model, instances.schema().attributes().size(), delay);
    Outcome outcome = new Outcome();
    Window all = Window.cumulative();
    Window window = Window.cumulative();
    List<WindowReport> windows = new ArrayList<>();
    long done = 0;
    long unlabelled = 0;
    int inWindow = 0;
    long nanos = 0;
    int read;
    while ((read = fill(instances, block)) > 0) {
      long start = System.nanoTime();
      for (int i = 0; i < read; i++) {
        Votes votes = prequential.accept(block[i]);
        done++;
        if (block[i].label == Instance.UNLABELLED) {
          unlabelled++;
          continue;
        }
        outcome.judge(block[i].label, votes);
        all.add(outcome);
        window.add(outcome);
        if (++inWindow == windowLength) {
          windows.add(WindowReport.of(done, window.scores()));
          window = Window.cumulative();
          inWindow = 0;
        }
      }
      nanos += System.nanoTime() - start;
      progress.accept(done);
    }
    if (inWindow > 0) {
      windows.add(WindowReport.of(done, window.scores()));
    }
    Scores scores = all.scores();
    return new DriftReport(
        stream,
        learner,
        done,
        scores.accuracy(),
        scores.kappaM(),
        scores.kappaTemporal(),
        nanos == 0 ? 0 : done * 1e9 / nanos,
        stateBytes(model),
        scores.kappa(),
        scores.f1(),
        scores.gMean(),
        scores.logLoss(),
        scores.calibrationError(),
        unlabelled,
        instances.schema().classes().size(),
        seed,
        delay,
        windows);
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
