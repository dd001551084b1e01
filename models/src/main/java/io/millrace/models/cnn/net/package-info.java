/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
/**
 * The small layer graph that every imported network becomes: static shapes, a batch of one,
 * constants folded, so that all later analysis and execution see some thirty operations and nothing
 * of ONNX.
 */
package io.millrace.models.cnn.net;
