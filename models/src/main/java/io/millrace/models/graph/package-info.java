/**
 * Models of timestamped edges: what a model must do ({@link io.millrace.models.graph.LinkModel})
 * and the batches it does it with. A model never sees its own future: it scores a batch from what
 * was applied before, may learn from it, and only then applies it. Times are milliseconds of event
 * time; nodes are any longs and appear at run time.
 */
package io.millrace.models.graph;
