/**
 * What one prediction costs: a hop of the streamed network against the full window in onnxruntime
 * and in libtorch, one thread each, the same windows, in turns. Nothing is timed before all three
 * were found to say the same.
 */
package io.millrace.bench.hop;
