/**
 * What a link model has to beat: memory of pairs (EdgeBank), degrees and common neighbours, and a
 * logistic regression on what each node and pair did before.
 */
package io.millrace.models.graph.baseline;
