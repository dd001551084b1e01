/**
 * The model bundle: a folder with {@code model.json}, the network as ONNX and its attribution,
 * immutable and checked by checksum. A bundle says all that serving needs to know: window, hop,
 * mode, how raw samples become inputs, what the outputs are called.
 */
package io.millrace.jobs.model;
