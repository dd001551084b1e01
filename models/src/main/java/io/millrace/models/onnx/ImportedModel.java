/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Network;

/**
 * A network and what its file says about itself.
 *
 * @param network the layers over one window
 * @param info names, versions and metadata of the file
 */
public record ImportedModel(Network network, ModelInfo info) {}
