/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;

/** Writes small ONNX models: every method that adds something returns its name. */
final class Graph {
  static final String INPUT = "x";

  private final int opset;
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");
  private final Random random = new Random(5);
  private int names;

  /** A graph with one input x; lengths below one are dynamic. */
  Graph(int opset, long... inputShape) {
    this.opset = opset;
    graph.addInput(info(INPUT, inputShape));
  }

  /** A graph over (1, channels, time). */
  static Graph signal(int opset, int channels, int time) {
    return new Graph(opset, 1, channels, time);
  }

  int opset() {
    return opset;
  }

  /** Direct access, for what only broken files have. */
  GraphProto.Builder proto() {
    return graph;
  }

  /** A constant of small random numbers. */
  String weights(long... shape) {
    float[] values = new float[(int) LongStream.of(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian() * 0.5f;
    }
    return floats(values, shape);
  }

  /** A constant of positive random numbers. */
  String positive(long... shape) {
    float[] values = new float[(int) LongStream.of(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.5f + random.nextFloat();
    }
    return floats(values, shape);
  }

  String floats(float[] values, long... shape) {
    String name = name("c");
    graph.addInitializer(tensor(values, shape).toBuilder().setName(name));
    return name;
  }

  String number(float value) {
    return floats(new float[] {value});
  }

  /** A vector of integers. */
  String longs(long... values) {
    return longsOf(values, values.length);
  }

  String longsOf(long[] values, long... shape) {
    String name = name("i");
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.INT64_VALUE);
    LongStream.of(shape).forEach(tensor::addDims);
    LongStream.of(values).forEach(tensor::addInt64Data);
    graph.addInitializer(tensor);
    return name;
  }

  String booleans(boolean[] values, long... shape) {
    String name = name("b");
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.BOOL_VALUE);
    LongStream.of(shape).forEach(tensor::addDims);
    for (boolean value : values) {
      tensor.addInt32Data(value ? 1 : 0);
    }
    graph.addInitializer(tensor);
    return name;
  }

  static TensorProto tensor(float[] values, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDataType(TensorProto.DataType.FLOAT_VALUE);
    LongStream.of(shape).forEach(tensor::addDims);
    for (float value : values) {
      tensor.addFloatData(value);
    }
    return tensor.build();
  }

  /** A node with one output. */
  String node(String op, String... inputs) {
    return node(op, Map.of(), inputs);
  }

  /** A node with one output. */
  String node(String op, Map<String, ?> attributes, String... inputs) {
    return nodes(op, 1, attributes, inputs).get(0);
  }

  /** A node with several outputs. */
  List<String> nodes(String op, int outputs, Map<String, ?> attributes, String... inputs) {
    NodeProto.Builder node =
        NodeProto.newBuilder()
            .setOpType(op)
            .setName(op + "_" + graph.getNodeCount())
            .addAllInput(Arrays.asList(inputs));
    for (int i = 0; i < outputs; i++) {
      node.addOutput(name("v"));
    }
    attributes.forEach((name, value) -> node.addAttribute(attribute(name, value)));
    graph.addNode(node);
    return node.getOutputList();
  }

  static AttributeProto attribute(String name, Object value) {
    AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
    if (value instanceof Integer number) {
      attribute.setType(AttributeProto.AttributeType.INT).setI(number);
    } else if (value instanceof Float number) {
      attribute.setType(AttributeProto.AttributeType.FLOAT).setF(number);
    } else if (value instanceof String text) {
      attribute.setType(AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(text));
    } else if (value instanceof long[] numbers) {
      attribute.setType(AttributeProto.AttributeType.INTS);
      LongStream.of(numbers).forEach(attribute::addInts);
    } else if (value instanceof float[] numbers) {
      attribute.setType(AttributeProto.AttributeType.FLOATS);
      for (float number : numbers) {
        attribute.addFloats(number);
      }
    } else if (value instanceof String[] texts) {
      attribute.setType(AttributeProto.AttributeType.STRINGS);
      for (String text : texts) {
        attribute.addStrings(ByteString.copyFromUtf8(text));
      }
    } else if (value instanceof TensorProto tensor) {
      attribute.setType(AttributeProto.AttributeType.TENSOR).setT(tensor);
    } else if (value instanceof GraphProto body) {
      attribute.setType(AttributeProto.AttributeType.GRAPH).setG(body);
    } else {
      throw new IllegalArgumentException("no attribute type for " + value);
    }
    return attribute.build();
  }

  /** The model with these outputs. */
  ModelProto model(String... outputs) {
    GraphProto.Builder complete = graph.clone();
    for (String output : outputs) {
      complete.addOutput(info(output));
    }
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .setProducerName("test")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(opset))
        .setGraph(complete)
        .build();
  }

  byte[] bytes(String output) {
    return model(output).toByteArray();
  }

  static ValueInfoProto info(String name, long... shape) {
    TypeProto.Tensor.Builder tensor =
        TypeProto.Tensor.newBuilder().setElemType(TensorProto.DataType.FLOAT_VALUE);
    if (shape.length > 0) {
      TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
      for (long length : shape) {
        TensorShapeProto.Dimension.Builder dim = TensorShapeProto.Dimension.newBuilder();
        dims.addDim(length > 0 ? dim.setDimValue(length) : dim.setDimParam("n" + -length));
      }
      tensor.setShape(dims);
    }
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }

  private String name(String prefix) {
    return prefix + names++;
  }
}
