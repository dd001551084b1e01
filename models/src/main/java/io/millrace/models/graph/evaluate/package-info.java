/**
 * How good a link model is: a chronological split, edges that did not come (random, historical or
 * inductive), average precision and area under the ROC curve over all scores and as the mean of
 * batches, also of edges with a node that training never saw. Models score before they are told.
 */
package io.millrace.models.graph.evaluate;
