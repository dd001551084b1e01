/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto.Dimension;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The input that carries the signal: its axes as the file declares them, batch first.
 *
 * @param shape with the batch taken as one and the window filled in
 * @param channelsLast whether time comes before channels
 * @param batch the fixed batch size of the file; one where it is dynamic
 * @param dynamicAxes descriptions of the axes without a fixed length
 */
record SignalInput(
    String name,
    int[] shape,
    int channels,
    int window,
    boolean channelsLast,
    int batch,
    List<String> dynamicAxes) {
  private static final int DYNAMIC = -1;

  static SignalInput read(ValueInfoProto input, ImportOptions options) {
    String what = "input " + ModelImportException.quote(input.getName());
    TypeProto type = input.getType();
    if (!type.hasTensorType()) {
      throw ModelImportException.unsupported(what + " is not a tensor");
    }
    int elements = type.getTensorType().getElemType();
    if (elements != TensorProto.DataType.FLOAT_VALUE
        && elements != TensorProto.DataType.DOUBLE_VALUE
        && elements != TensorProto.DataType.FLOAT16_VALUE) {
      throw ModelImportException.unsupported(
          what
              + " has elements of type "
              + TensorReader.typeName(elements)
              + ": a signal is made of floats");
    }
    if (!type.getTensorType().hasShape()) {
      throw ModelImportException.unsupported(
          what + " has no shape: export the model with the shape (batch, channels, time)");
    }
    List<Dimension> axes = type.getTensorType().getShape().getDimList();
    int rank = axes.size();
    if (rank < 2 || rank > 4) {
      throw ModelImportException.unsupported(
          what + " has " + rank + " axes: a signal has (batch, channels, time)");
    }
    int[] shape = new int[rank];
    List<String> dynamic = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      shape[i] = length(what, axes.get(i));
      if (shape[i] == DYNAMIC) {
        dynamic.add(describe(input.getName(), i, axes.get(i)));
      }
    }
    int batch = shape[0] == DYNAMIC ? 1 : shape[0];
    shape[0] = 1;
    boolean last = options.layout() == ImportOptions.Layout.CHANNELS_LAST && rank == 3;
    int time = last ? 1 : timeAxis(shape);
    shape[time] = window(what, shape[time], options.window());
    int channels = 1;
    for (int i = 1; i < rank; i++) {
      if (i != time && shape[i] == DYNAMIC) {
        throw ModelImportException.unsupported(
            what + " has a dynamic axis " + i + " besides time: export a fixed number of channels");
      }
      if (i != time && shape[i] != 1) {
        if (channels != 1) {
          throw ModelImportException.unsupported(
              what
                  + " has shape "
                  + Shapes.text(shape)
                  + ": two axes besides time are longer than 1, so it is not a 1-D signal");
        }
        channels = shape[i];
      }
    }
    return new SignalInput(
        input.getName(), shape, channels, shape[time], last, batch, List.copyOf(dynamic));
  }

  /** The last axis, but for (batch, channels, time, 1). */
  private static int timeAxis(int[] shape) {
    boolean trailing = shape.length == 4 && shape[3] == 1 && shape[2] != 1;
    return trailing ? 2 : shape.length - 1;
  }

  private static int window(String what, int length, OptionalInt wanted) {
    if (length == DYNAMIC) {
      return wanted.orElseThrow(
          () ->
              ModelImportException.request(
                  what + " has a dynamic time axis: give the window length in samples"));
    }
    if (wanted.isPresent() && wanted.getAsInt() != length) {
      throw ModelImportException.request(
          what
              + " has a fixed window of "
              + length
              + " samples, but "
              + wanted.getAsInt()
              + " were asked for: ask for "
              + length
              + " or export the model with a dynamic time axis");
    }
    return length;
  }

  /** Exporters write dynamic axes as a name, as nothing, as 0 or as -1. */
  private static int length(String what, Dimension axis) {
    if (!axis.hasDimValue() || axis.getDimValue() == 0 || axis.getDimValue() == -1) {
      return DYNAMIC;
    }
    if (axis.getDimValue() < 0 || axis.getDimValue() > Integer.MAX_VALUE) {
      throw ModelImportException.broken(what + " has an axis of length " + axis.getDimValue());
    }
    return (int) axis.getDimValue();
  }

  private static String describe(String name, int axis, Dimension dimension) {
    String text = name + "[" + axis + "]";
    return dimension.hasDimParam() ? text + "=" + dimension.getDimParam() : text;
  }
}
