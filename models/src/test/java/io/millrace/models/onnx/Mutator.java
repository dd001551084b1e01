/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages model files: blindly in their bytes, or knowingly in the fields of a valid model. */
final class Mutator {
  private static final long[] EVIL = {
    0,
    1,
    -1,
    2,
    7,
    1 << 20,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    1L << 40,
    -(1L << 40)
  };
  private static final String[] OPS = {
    "Reshape",
    "Slice",
    "Concat",
    "Gather",
    "Pad",
    "Conv",
    "Expand",
    "Tile",
    "Range",
    "Split",
    "Transpose",
    "MatMul",
    "Gemm",
    "LSTM",
    "GRU",
    "Resize",
    "Squeeze",
    "Unsqueeze",
    "Cast",
    "Where",
    "ConstantOfShape",
    "ConvTranspose",
    "MaxPool",
    "AveragePool",
    "ReduceMean",
    "CumSum",
    "Flatten",
    "LayerNormalization",
    "BatchNormalization",
    "Softmax",
    "NonZero",
    "Shape",
    "Mod",
    "Div",
    "Pow"
  };

  private final Random random;
  private final List<byte[]> seeds;

  Mutator(long seed, List<byte[]> seeds) {
    this.random = new Random(seed);
    this.seeds = List.copyOf(seeds);
  }

  byte[] next() {
    byte[] model = any(seeds).clone();
    int rounds = 1 + random.nextInt(3);
    for (int i = 0; i < rounds; i++) {
      model = random.nextInt(3) == 0 ? bytes(model) : fields(model);
    }
    return model;
  }

  private byte[] bytes(byte[] model) {
    if (model.length < 2) {
      return model;
    }
    int at = random.nextInt(model.length);
    int to = Math.min(model.length, at + 1 + random.nextInt(64));
    switch (random.nextInt(6)) {
      case 0 -> model[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> model[at] = (byte) random.nextInt(256);
      case 2 -> Arrays.fill(model, at, to, (byte) 0xFF);
      case 3 -> {
        return Arrays.copyOf(model, at);
      }
      case 4 -> {
        return joined(Arrays.copyOf(model, at), Arrays.copyOfRange(model, to, model.length));
      }
      default -> {
        byte[] other = any(seeds);
        int from = random.nextInt(other.length);
        int end = Math.min(other.length, from + random.nextInt(256));
        return joined(
            Arrays.copyOf(model, at),
            Arrays.copyOfRange(other, from, end),
            Arrays.copyOfRange(model, at, model.length));
      }
    }
    return model;
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  private byte[] fields(byte[] model) {
    ModelProto.Builder builder;
    try {
      builder = ModelProto.parseFrom(model).toBuilder();
    } catch (InvalidProtocolBufferException e) {
      return bytes(model);
    }
    GraphProto.Builder graph = builder.getGraphBuilder();
    if (graph.getNodeCount() == 0) {
      return model;
    }
    int at = random.nextInt(graph.getNodeCount());
    NodeProto.Builder node = graph.getNodeBuilder(at);
    switch (random.nextInt(9)) {
      case 0 -> node.setOpType(OPS[random.nextInt(OPS.length)]);
      case 1 -> graph.removeNode(at);
      case 2 -> graph.addNode(node.clone());
      case 3, 4 -> attribute(node);
      case 5 -> operand(graph, node);
      case 6, 7 -> tensor(graph);
      default -> length(graph);
    }
    if (random.nextInt(20) == 0 && builder.getOpsetImportCount() > 0) {
      builder.getOpsetImportBuilder(0).setVersion(random.nextInt(25));
    }
    return builder.build().toByteArray();
  }

  private void attribute(NodeProto.Builder node) {
    if (node.getAttributeCount() == 0) {
      return;
    }
    AttributeProto.Builder attribute =
        node.getAttributeBuilder(random.nextInt(node.getAttributeCount()));
    if (attribute.getIntsCount() > 0) {
      if (random.nextInt(4) == 0) {
        attribute.addInts(evil());
      } else {
        attribute.setInts(random.nextInt(attribute.getIntsCount()), evil());
      }
    } else if (attribute.hasT()) {
      corrupt(attribute.getTBuilder());
    } else if (random.nextBoolean()) {
      attribute.setI(evil());
    } else {
      attribute.setF(Float.intBitsToFloat(random.nextInt()));
    }
  }

  private void operand(GraphProto.Builder graph, NodeProto.Builder node) {
    NodeProto other = graph.getNode(random.nextInt(graph.getNodeCount()));
    String name =
        other.getOutputCount() > 0 && random.nextBoolean()
            ? other.getOutput(0)
            : other.getInputCount() > 0
                ? other.getInput(random.nextInt(other.getInputCount()))
                : "";
    if (node.getInputCount() > 0 && random.nextInt(4) > 0) {
      node.setInput(random.nextInt(node.getInputCount()), name);
    } else {
      node.addInput(name);
    }
  }

  private void tensor(GraphProto.Builder graph) {
    if (graph.getInitializerCount() > 0) {
      corrupt(graph.getInitializerBuilder(random.nextInt(graph.getInitializerCount())));
    }
  }

  private void corrupt(TensorProto.Builder tensor) {
    int choice = random.nextInt(5);
    if (choice == 0 && tensor.getInt64DataCount() > 0) {
      tensor.setInt64Data(random.nextInt(tensor.getInt64DataCount()), evil());
    } else if (choice == 1 && tensor.getDimsCount() > 0) {
      tensor.setDims(random.nextInt(tensor.getDimsCount()), evil());
    } else if (choice == 2) {
      tensor.addDims(1);
    } else if (choice == 3) {
      tensor.setDataType(random.nextInt(20));
    } else if (tensor.getInt64DataCount() > 0) {
      tensor.clearInt64Data().clearDims().addDims(2).addInt64Data(evil()).addInt64Data(evil());
    } else {
      tensor.clearFloatData();
    }
  }

  private void length(GraphProto.Builder graph) {
    if (graph.getInputCount() == 0) {
      return;
    }
    var shape = graph.getInputBuilder(0).getTypeBuilder().getTensorTypeBuilder().getShapeBuilder();
    if (shape.getDimCount() > 0) {
      shape.getDimBuilder(random.nextInt(shape.getDimCount())).setDimValue(evil());
    }
  }

  private long evil() {
    return random.nextInt(3) == 0 ? random.nextInt(200) - 20 : EVIL[random.nextInt(EVIL.length)];
  }

  private byte[] any(List<byte[]> from) {
    return from.get(random.nextInt(from.size()));
  }
}
