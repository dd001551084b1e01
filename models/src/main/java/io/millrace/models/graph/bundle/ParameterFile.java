/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.bundle;

import io.millrace.models.neural.batch.Parameters;
import io.millrace.models.safetensors.Safetensors;
import io.millrace.models.safetensors.StoredTensor;
import io.millrace.models.shape.ModelShape;
import io.millrace.models.shape.TensorShape;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A model's parameters as safetensors: one tensor of rows and columns per slice, by its name. */
public final class ParameterFile {
  private ParameterFile() {}

  /** Writes the values; gradients and moments are not kept. */
  public static void write(
      WritableByteChannel channel, Parameters parameters, Map<String, String> metadata)
      throws IOException {
    List<float[]> values = new ArrayList<>();
    for (Parameters.Slice slice : parameters.slices()) {
      values.add(Arrays.copyOfRange(parameters.values(), slice.at(), slice.at() + slice.length()));
    }
    Safetensors.write(channel, shape(parameters), metadata, values);
  }

  /** The shape of all slices, in order of their claims. */
  public static ModelShape shape(Parameters parameters) {
    return new ModelShape(
        parameters.slices().stream()
            .map(
                slice ->
                    new TensorShape(
                        slice.name(), List.of((long) slice.rows(), (long) slice.columns())))
            .toList());
  }

  /**
   * Reads values in place of what the parameters are; nothing is changed when they do not fit.
   *
   * @throws GraphBundleException when a tensor is missing, is one too many, has another shape, or
   *     holds what is no finite number
   */
  public static void read(SeekableByteChannel channel, Parameters parameters) throws IOException {
    Safetensors file = Safetensors.open(channel);
    Map<String, StoredTensor> stored = new HashMap<>();
    file.tensors().forEach(tensor -> stored.put(tensor.shape().name(), tensor));
    float[] values = new float[parameters.size()];
    for (Parameters.Slice slice : parameters.slices()) {
      StoredTensor tensor = stored.remove(slice.name());
      List<Long> due = List.of((long) slice.rows(), (long) slice.columns());
      if (tensor == null || !tensor.shape().dimensions().equals(due)) {
        throw new GraphBundleException(
            "the tensor '%s' is %s, the model's is %s: read it into a model of the settings it was trained with"
                .formatted(
                    slice.name(), tensor == null ? "missing" : tensor.shape().dimensions(), due));
      }
      file.read(tensor, 0, values, slice.at(), slice.length());
      for (int i = slice.at(); i < slice.at() + slice.length(); i++) {
        if (!Float.isFinite(values[i])) {
          throw new GraphBundleException(
              "the tensor '%s' holds %s: train again with a lower rate"
                  .formatted(slice.name(), values[i]));
        }
      }
    }
    if (!stored.isEmpty()) {
      throw new GraphBundleException(
          "the model has no tensor '%s': read it into a model of the settings it was trained with"
              .formatted(stored.keySet().iterator().next()));
    }
    parameters.set(values);
  }
}
