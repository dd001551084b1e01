/**
 * How far streaming lies from the full window where it cannot equal it: networks trained with zero
 * padding, streamed in the modes of StreamiNNC and compared with onnxruntime window by window.
 */
package io.millrace.bench.nrmse;
