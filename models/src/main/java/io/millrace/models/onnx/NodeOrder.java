/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The nodes that an output depends on, each after those that it reads. */
final class NodeOrder {
  private final Map<String, NodeProto> producers = new HashMap<>();

  NodeOrder(List<NodeProto> nodes) {
    for (NodeProto node : nodes) {
      for (String output : node.getOutputList()) {
        if (!output.isEmpty() && producers.put(output, node) != null) {
          throw ModelImportException.broken(
              "two nodes compute " + ModelImportException.quote(output));
        }
      }
    }
  }

  /** Whether a node computes the name. */
  boolean computes(String name) {
    return producers.containsKey(name);
  }

  /** Depth first without recursion: graphs are deep. */
  List<NodeProto> upTo(String output) {
    List<NodeProto> order = new ArrayList<>();
    IdentityHashMap<NodeProto, Boolean> finished = new IdentityHashMap<>();
    Deque<NodeProto> open = new ArrayDeque<>();
    Deque<Integer> nextInput = new ArrayDeque<>();
    visit(output, finished, open, nextInput);
    while (!open.isEmpty()) {
      NodeProto node = open.peek();
      int index = nextInput.pop();
      if (index < node.getInputCount()) {
        nextInput.push(index + 1);
        visit(node.getInput(index), finished, open, nextInput);
      } else {
        open.pop();
        finished.put(node, true);
        order.add(node);
      }
    }
    return order;
  }

  private void visit(
      String name,
      IdentityHashMap<NodeProto, Boolean> finished,
      Deque<NodeProto> open,
      Deque<Integer> nextInput) {
    NodeProto node = producers.get(name);
    if (node == null || Boolean.TRUE.equals(finished.get(node))) {
      return;
    }
    if (finished.put(node, false) != null) {
      throw ModelImportException.broken(
          "the graph has a cycle through " + ModelImportException.quote(name));
    }
    open.push(node);
    nextInput.push(0);
  }
}
