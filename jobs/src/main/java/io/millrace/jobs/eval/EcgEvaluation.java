/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

import io.millrace.jobs.model.ModelBundle;
import io.millrace.jobs.model.ModelManifest;
import java.util.ArrayList;
import java.util.List;

/**
 * Evaluates a beat detector on recordings, streamed and on full windows. The protocol is the
 * inter-patient one of de Chazal et al. 2004, in the form of a detector: one decision per block, no
 * beat positions given.
 */
public final class EcgEvaluation {
  private final ModelBundle bundle;
  private final Streaming streaming;
  private final WindowGrid grid;

  /**
   * An evaluation through the embedded broker and cluster.
   *
   * @param uri of the model bundle
   * @throws IllegalArgumentException when the model is no beat detector on one lead
   */
  public static EcgEvaluation embedded(String uri) {
    return new EcgEvaluation(ModelBundle.read(uri), new EmbeddedStreaming(uri));
  }

  EcgEvaluation(ModelBundle bundle, Streaming streaming) {
    ModelManifest manifest = bundle.manifest();
    if (!manifest.labels().equals(BlockLabels.CLASSES)
        || manifest.input().channels().size() != 1
        || !manifest.input().unit().equals("mV")) {
      throw new IllegalArgumentException(
          "model "
              + manifest.id()
              + " has the labels "
              + manifest.labels()
              + " and "
              + manifest.input().channels().size()
              + " channels in "
              + manifest.input().unit()
              + ": give one with the labels "
              + BlockLabels.CLASSES
              + " and one channel in mV");
    }
    this.bundle = bundle;
    this.streaming = streaming;
    this.grid = WindowGrid.of(manifest);
  }

  /** Streams the recordings, evaluates their full windows, and compares. */
  public EvaluationReport evaluate(List<EcgRecord> records, Progress progress) {
    double signal = 0;
    long windows = 0;
    for (EcgRecord record : records) {
      requireRate(record);
      signal += record.millivolts().length / record.samplingRate();
      windows += grid.windows(record.millivolts().length);
    }

    long all = windows;
    Streaming.Result streamed =
        streaming.classify(records, grid, at -> progress.at("streaming", at, all));

    long start = System.nanoTime();
    List<RecordComparison> comparisons = new ArrayList<>();
    long done = 0;
    try (FullWindows full = new FullWindows(bundle, grid)) {
      for (int i = 0; i < records.size(); i++) {
        EcgRecord record = records.get(i);
        float[][] outputs = full.outputs(record.millivolts());
        comparisons.add(
            new RecordComparison(
                record.name(), BlockLabels.of(record, grid), streamed.records().get(i), outputs));
        done += outputs.length;
        progress.at("full windows", done, all);
      }
    }
    return EvaluationReport.of(
        bundle.manifest().id(),
        comparisons,
        streamed.deadLetters(),
        new EvaluationReport.Seconds(signal, streamed.seconds(), secondsSince(start)));
  }

  private void requireRate(EcgRecord record) {
    float wanted = bundle.manifest().samplingRate();
    if (record.samplingRate() != wanted) {
      throw new IllegalArgumentException(
          "record "
              + record.name()
              + " has "
              + record.samplingRate()
              + " samples per second, the model wants "
              + wanted
              + ": resample the record");
    }
  }

  private static double secondsSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e9;
  }

  /** Watches the work; what it throws ends it. */
  @FunctionalInterface
  public interface Progress {
    /** So many of all windows have gone through a part of the work. */
    void at(String part, long done, long total);
  }
}
