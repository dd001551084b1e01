/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * Reads ONNX files into the layer graph: {@link io.millrace.models.onnx.OnnxImporter} parses a file
 * it does not trust, takes the batch as one and the window as fixed so that every shape is known,
 * evaluates everything that does not depend on the signal, maps the remaining nodes to layers, and
 * folds what exporters spread over several nodes. What cannot be expressed is refused by one
 * message that names the node.
 */
package io.millrace.models.onnx;
