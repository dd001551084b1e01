/**
 * The loops on vectors of this processor; the only aggregation code that needs
 * jdk.incubator.vector.
 */
package io.millrace.models.aggregation.kernel.vector;
