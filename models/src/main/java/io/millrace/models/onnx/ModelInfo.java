/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import java.util.List;
import java.util.Map;

/**
 * What a model file says about itself.
 *
 * @param opset version of the standard operator set
 * @param irVersion version of the file format
 * @param producer name and version of the exporter, empty where the file does not say
 * @param graph the graph's name
 * @param input name of the input that carries the signal
 * @param output name of the output that was taken
 * @param outputs names of all outputs of the file
 * @param dynamicAxes input axes without a fixed length, such as {@code input[0]=batch}
 * @param metadata the file's metadata_props; labels are often found there
 */
public record ModelInfo(
    int opset,
    long irVersion,
    String producer,
    String graph,
    String input,
    String output,
    List<String> outputs,
    List<String> dynamicAxes,
    Map<String, String> metadata) {
  public ModelInfo {
    outputs = List.copyOf(outputs);
    dynamicAxes = List.copyOf(dynamicAxes);
    metadata = Map.copyOf(metadata);
  }
}
