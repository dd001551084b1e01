/**
 * Prequential evaluation, test and then train: every instance is first predicted, then judged, then
 * learned, at once or some instances later. Judgements are summed over all instances, over the last
 * ones, or with weights that fade, and all measures are computed from those sums: Gama, Sebastião
 * and Rodrigues, "On evaluating stream learning algorithms", Machine Learning 90, 2013.
 */
package io.millrace.models.drift.evaluate;
