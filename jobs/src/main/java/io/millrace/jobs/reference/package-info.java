/**
 * The judge of all streaming: the model as it was exported, evaluated by onnxruntime on full
 * windows.
 */
package io.millrace.jobs.reference;
