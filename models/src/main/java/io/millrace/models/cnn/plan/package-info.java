/**
 * The analysis of a layer graph for streaming: which layers commute with shifts of the window and
 * how they read rows of their operands ({@link io.millrace.models.cnn.plan.RowOp}), what has to be
 * remembered between two hops, what equality with the full window can be promised, and what it
 * costs ({@link io.millrace.models.cnn.plan.StreamingPlan}).
 */
package io.millrace.models.cnn.plan;
