/**
 * The loops over parameters that cost time: adding an update to exact sums, pairwise products,
 * ordering the values of one parameter over all workers, weighted sums. The vector and the plain
 * path give the same bits on processors of any width: integer sums are exact, and every floating
 * sum has eight lanes and one order.
 */
package io.millrace.models.aggregation.kernel;
