/**
 * The execution of a streaming plan for batches of streams: row steps on channels-last buffers for
 * what is streamed ({@link io.millrace.models.cnn.step.StreamedNetwork}), and the {@link
 * io.millrace.models.cnn.step.Evaluator} for what is computed on the window.
 */
package io.millrace.models.cnn.step;
