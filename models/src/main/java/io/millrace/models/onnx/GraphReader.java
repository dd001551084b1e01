/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.onnx.Operand.Data;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Walks over a graph's nodes and keeps what every name stands for. */
final class GraphReader {
  private static final int NEWEST_OPSET = 24;

  private final GraphProto graph;
  private final ImportOptions options;
  private final int opset;
  private final Budget budget;
  private final GraphBuilder builder;
  private final TensorLayout layout;
  private final TensorMath math;
  private final TensorReader tensors;
  private final NodeOrder order;
  private final Map<String, TensorProto> initializers = new HashMap<>();
  private final Map<String, Operand> operands = new HashMap<>();

  GraphReader(OnnxFile file, int opset, ImportOptions options) {
    this.graph = file.model().getGraph();
    this.options = options;
    this.opset = opset;
    Limits limits = options.limits();
    if (graph.getNodeCount() > limits.nodes()) {
      throw ModelImportException.tooLarge(
          "the graph has "
              + graph.getNodeCount()
              + " nodes, the limit nodes is "
              + limits.nodes()
              + ": raise it if the file can be trusted");
    }
    this.budget = new Budget(limits);
    this.builder = new GraphBuilder(limits, budget);
    this.layout = new TensorLayout(budget);
    this.math = new TensorMath(budget, layout);
    this.tensors =
        new TensorReader(limits, budget, new ExternalData(file.folder(), limits.fileBytes()));
    this.order = new NodeOrder(graph.getNodeList());
    for (TensorProto tensor : graph.getInitializerList()) {
      if (initializers.put(tensor.getName(), tensor) != null) {
        throw ModelImportException.broken(
            "two initializers are named " + ModelImportException.quote(tensor.getName()));
      }
    }
  }

  /** The network as the file has it. */
  record Result(Draft draft, SignalInput input, Budget budget, List<String> warnings) {}

  Result read(String output) {
    if (!order.computes(output)) {
      throw ModelImportException.request(
          "no node computes the output "
              + ModelImportException.quote(output)
              + ": name an output or another tensor of the graph");
    }
    refuseSubgraphs(output);
    List<NodeProto> nodes = order.upTo(output);
    SignalInput input = SignalInput.read(signal(nodes, output), options);
    declare(input);
    for (NodeProto proto : nodes) {
      translate(new Node(proto, opset), proto.getDomain());
    }
    if (!(operand(output) instanceof Data result)) {
      throw ModelImportException.unsupported(
          "output " + ModelImportException.quote(output) + " does not depend on the signal");
    }
    checkBatch(input, result);
    return new Result(builder.draft(result.id()), input, budget, warnings(input));
  }

  private List<String> warnings(SignalInput input) {
    List<String> warnings = new ArrayList<>();
    if (operands.values().stream().anyMatch(o -> o instanceof Data data && data.integer())) {
      warnings.add(
          "the file computes with integers, here floats do: exact as long as no product exceeds"
              + " 2^24");
    }
    if (opset > NEWEST_OPSET) {
      warnings.add(
          "the file uses operator set "
              + opset
              + ", read as "
              + NEWEST_OPSET
              + ", the newest known: operators may have changed");
    }
    if (input.batch() != 1) {
      warnings.add("the file has a fixed batch of " + input.batch() + ", taken as 1");
    }
    return warnings;
  }

  /** Says so before anything else where an output depends on control flow. */
  void refuseSubgraphs(String output) {
    for (NodeProto node : order.upTo(output)) {
      if (Mappings.hasSubgraph(node.getOpType())) {
        Mappings.of(new Node(node, opset), node.getDomain());
      }
    }
  }

  /** The only input without a constant that the output depends on. */
  private ValueInfoProto signal(List<NodeProto> nodes, String output) {
    Set<String> read = new HashSet<>();
    read.add(output);
    nodes.forEach(node -> read.addAll(node.getInputList()));
    List<ValueInfoProto> inputs = new ArrayList<>();
    for (ValueInfoProto input : graph.getInputList()) {
      if (read.contains(input.getName()) && !initializers.containsKey(input.getName())) {
        inputs.add(input);
      }
    }
    if (inputs.isEmpty()) {
      throw ModelImportException.unsupported(
          "output " + ModelImportException.quote(output) + " depends on no input");
    }
    if (inputs.size() > 1) {
      List<String> names =
          inputs.stream()
              .limit(8)
              .map(input -> ModelImportException.quote(input.getName()))
              .toList();
      throw ModelImportException.unsupported(
          "the model has "
              + inputs.size()
              + " inputs ("
              + String.join(", ", names)
              + "): a stream carries one; export the others as constants");
    }
    return inputs.get(0);
  }

  /** The network's input is (1, channels, window); the file's differs in layout only. */
  private void declare(SignalInput input) {
    Data data = builder.input(input.name(), input.channels(), input.window());
    if (input.channelsLast()) {
      Op transpose = new Op.Transpose(List.of(0, 2, 1));
      data = builder.add(boundary(input), transpose, input.shape(), false, List.of(data));
    } else if (input.shape().length != 3) {
      data = builder.add(boundary(input), new Op.Reshape(), input.shape(), false, List.of(data));
    }
    operands.put(input.name(), data);
  }

  private Node boundary(SignalInput input) {
    return new Node(
        NodeProto.newBuilder()
            .setName(input.name())
            .setOpType("input")
            .addOutput(input.name())
            .build(),
        opset);
  }

  private void translate(Node node, String domain) {
    Mapping mapping = Mappings.of(node, domain);
    List<Operand> inputs = new ArrayList<>(node.inputs());
    for (int i = 0; i < node.inputs(); i++) {
      String name = node.input(i);
      Operand operand = name.isEmpty() ? null : operand(name);
      if (operand == null && !name.isEmpty()) {
        throw node.broken("reads " + ModelImportException.quote(name) + ", which nothing computes");
      }
      inputs.add(operand);
    }
    List<Operand> outputs;
    try {
      outputs = mapping.map(new Translation(node, inputs, builder, math, layout, tensors));
    } catch (ModelImportException e) {
      throw e;
    } catch (RuntimeException e) {
      // Numbers of a hostile file that no check foresaw must not stop more than this import.
      throw new ModelImportException(
          ModelImportException.Reason.BROKEN,
          node.describe() + " has inconsistent numbers: " + e.getMessage(),
          e);
    }
    for (int i = 0; i < Math.min(outputs.size(), node.outputs()); i++) {
      if (!node.output(i).isEmpty()) {
        operands.put(node.output(i), outputs.get(i));
      }
    }
  }

  /** What a name stands for; null if nothing. */
  private Operand operand(String name) {
    Operand known = operands.get(name);
    TensorProto initializer = initializers.get(name);
    if (known == null && initializer != null) {
      known = tensors.read(initializer);
      operands.put(name, known);
    }
    return known;
  }

  /** Taking a fixed batch as one is safe only while the batch stays the first axis throughout. */
  private void checkBatch(SignalInput input, Data result) {
    if (input.batch() == 1) {
      return;
    }
    boolean kept = result.rank() > 0 && builder.batchFirst();
    if (!kept) {
      throw ModelImportException.unsupported(
          "input "
              + ModelImportException.quote(input.name())
              + " has a fixed batch of "
              + input.batch()
              + ", which the network rearranges: export it with a batch of 1");
    }
  }
}
