/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.ArrayList;
import java.util.List;

/**
 * What an evaluation found. Matrices have true classes in rows and predictions in columns, in the
 * order of {@code labels}; windows left out of them are still compared between stream and full.
 *
 * @param model name and version
 * @param windows all windows of all recordings
 * @param disagreements windows that stream and full windows classify differently, or that the
 *     stream did not classify
 * @param disagreementPercent of all windows
 * @param missing windows that the stream did not classify
 * @param maxAbsDiff the largest difference of any output of the network
 * @param leftOut windows that are not in the matrices, see {@link BlockLabels}
 * @param deadLetters frames that the job refused
 * @param macroF1 of the stream
 * @param accuracy of the stream
 * @param scores of the stream, by class
 */
@JsonNaming(SnakeCaseStrategy.class)
public record EvaluationReport(
    String model,
    List<String> labels,
    long windows,
    long disagreements,
    double disagreementPercent,
    long missing,
    double maxAbsDiff,
    long leftOut,
    long deadLetters,
    long[][] confusionStream,
    long[][] confusionFull,
    double macroF1,
    double macroF1Full,
    double accuracy,
    double accuracyFull,
    List<Score> scores,
    Seconds seconds,
    List<RecordReport> records) {

  /** How well the stream finds one class. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Score(String label, long cases, double precision, double recall, double f1) {}

  /**
   * Wall time.
   *
   * @param signal how long the recordings are
   * @param stream from the first frame until the last prediction was committed
   * @param fullWindows in onnxruntime, one thread
   */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Seconds(double signal, double stream, double fullWindows) {}

  /** The same of one recording. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record RecordReport(
      String record,
      long windows,
      long disagreements,
      long missing,
      double maxAbsDiff,
      long leftOut,
      double accuracy,
      long[][] confusionStream,
      long[][] confusionFull) {}

  static EvaluationReport of(
      String model, List<RecordComparison> comparisons, long deadLetters, Seconds seconds) {
    List<String> labels = BlockLabels.CLASSES;
    ConfusionMatrix stream = new ConfusionMatrix(labels.size());
    ConfusionMatrix full = new ConfusionMatrix(labels.size());
    long windows = 0;
    long disagreements = 0;
    long missing = 0;
    long leftOut = 0;
    double difference = 0;
    List<RecordReport> records = new ArrayList<>();
    for (RecordComparison each : comparisons) {
      stream.add(each.stream());
      full.add(each.full());
      windows += each.windows();
      disagreements += each.disagreements();
      missing += each.missing();
      leftOut += each.leftOut();
      difference = Math.max(difference, each.maxDifference());
      records.add(report(each));
    }
    List<Score> scores = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      scores.add(
          new Score(
              labels.get(i),
              stream.trueCases(i),
              stream.precision(i),
              stream.recall(i),
              stream.f1(i)));
    }
    return new EvaluationReport(
        model,
        labels,
        windows,
        disagreements,
        windows == 0 ? 0 : 100.0 * disagreements / windows,
        missing,
        difference,
        leftOut,
        deadLetters,
        stream.rows(),
        full.rows(),
        stream.macroF1(),
        full.macroF1(),
        stream.accuracy(),
        full.accuracy(),
        scores,
        seconds,
        records);
  }

  private static RecordReport report(RecordComparison comparison) {
    return new RecordReport(
        comparison.name(),
        comparison.windows(),
        comparison.disagreements(),
        comparison.missing(),
        comparison.maxDifference(),
        comparison.leftOut(),
        comparison.stream().accuracy(),
        comparison.stream().rows(),
        comparison.full().rows());
  }
}
