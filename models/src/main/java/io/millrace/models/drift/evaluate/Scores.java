/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.evaluate;

/**
 * How good predictions were. A measure that is not defined, because nothing was judged or what it
 * compares with is perfect, is 0.
 *
 * @param instances judged; their weight where weights fade
 * @param accuracy share of right predictions, 0 to 1
 * @param kappa Cohen's: how far accuracy is above that of predictions drawn by chance with the same
 *     frequencies, 1 at most
 * @param kappaM the same above the majority class as it was before each instance: Bifet et al.,
 *     "Efficient online evaluation of big data stream classifiers", KDD 2015, section 3.3
 * @param kappaTemporal the same above repeating the label before, the first being 0: Žliobaitė et
 *     al., "Evaluation methods and decision theory for classification of streaming data with
 *     temporal dependence", Machine Learning 98, 2015
 * @param f1 mean of the F1 of all classes that were true or predicted at least once, 0 to 1
 * @param gMean geometric mean of the recall of all classes that were true at least once, 0 to 1
 * @param logLoss mean of minus the natural logarithm of the true class's probability
 * @param calibrationError mean distance between confidence and accuracy in {@link
 *     #CALIBRATION_BINS} bins of equal width, weighted by what is in them, 0 to 1: Guo et al., "On
 *     calibration of modern neural networks", ICML 2017, equation 3
 */
public record Scores(
    double instances,
    double accuracy,
    double kappa,
    double kappaM,
    double kappaTemporal,
    double f1,
    double gMean,
    double logLoss,
    double calibrationError) {
  /** Bins of the confidence. */
  public static final int CALIBRATION_BINS = 15;

  static final Scores NONE = new Scores(0, 0, 0, 0, 0, 0, 0, 0, 0);
}
