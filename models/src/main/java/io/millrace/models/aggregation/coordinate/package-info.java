/**
 * Rules that look at one parameter at a time, over all workers. Columns are sorted in blocks by a
 * network of comparisons, so that vectors of columns are sorted at once.
 */
package io.millrace.models.aggregation.coordinate;
