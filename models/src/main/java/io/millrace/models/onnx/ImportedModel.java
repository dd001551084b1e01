/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import io.millrace.models.cnn.net.Network;
import java.util.List;

/**
 * A network and what its file says about itself.
 *
 * @param network the layers over one window
 * @param info names, versions and metadata of the file
 * @param warnings where the network may differ from the file, one sentence each
 */
public record ImportedModel(Network network, ModelInfo info, List<String> warnings) {
  public ImportedModel {
    warnings = List.copyOf(warnings);
  }
}
