/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.model;

import io.millrace.models.cnn.StreamingCnn;
import java.util.List;

/**
 * A model ready to serve.
 *
 * @param version goes into every prediction
 * @param cnn the network, its fingerprint that of the network alone XOR the normalisation's; closed
 *     with this
 * @param input scaling of samples, one entry per channel of the network
 * @param labels of the outputs in order, or empty where they are not classes
 * @param samplingRate samples per second that it was trained on, or 0 where any will do
 */
public record ServedModel(
    String version, StreamingCnn cnn, Normalisation input, List<String> labels, float samplingRate)
    implements AutoCloseable {

  public ServedModel {
    labels = List.copyOf(labels);
    if (input.offset().length != cnn.channels()) {
      throw new IllegalArgumentException(
          "model "
              + version
              + " takes "
              + cnn.channels()
              + " channels, its normalisation has "
              + input.offset().length
              + ": give one offset and scale per channel");
    }
    if (!labels.isEmpty() && labels.size() != cnn.outputSize()) {
      throw new IllegalArgumentException(
          "model "
              + version
              + " has "
              + cnn.outputSize()
              + " outputs and "
              + labels.size()
              + " labels: give one label per output, or none");
    }
  }

  /** The fingerprint of the network alone. */
  long networkFingerprint() {
    return cnn.fingerprint() ^ input.fingerprint();
  }

  /** The label of the largest output (the first of equals), or null without labels. */
  public String label(float[] outputs) {
    if (labels.isEmpty()) {
      return null;
    }
    int best = 0;
    for (int i = 1; i < outputs.length; i++) {
      if (outputs[i] > outputs[best]) {
        best = i;
      }
    }
    return labels.get(best);
  }

  @Override
  public void close() {
    cnn.close();
  }
}
