/**
 * Rules whose result is a linear combination of the updates, with coefficients that depend on inner
 * products only. A fragment adds to a small matrix and later applies a few numbers; everything
 * between, singular vectors included, happens on that matrix. Distances come from differences of
 * inner products in double precision, so that updates closer than 1e-7 of their length look equal.
 */
package io.millrace.models.aggregation.gram;
