/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.HashMap;
import java.util.Map;

/** A node of the file with typed access to its attributes, and the start of every message on it. */
final class Node {
  private final NodeProto proto;
  private final int opset;
  private final Map<String, AttributeProto> attributes = new HashMap<>();

  Node(NodeProto proto, int opset) {
    this.proto = proto;
    this.opset = opset;
    for (AttributeProto attribute : proto.getAttributeList()) {
      if (attributes.put(attribute.getName(), attribute) != null) {
        throw broken("has attribute " + ModelImportException.quote(attribute.getName()) + " twice");
      }
    }
  }

  String op() {
    return proto.getOpType();
  }

  /** Version of the operator set that the node is written in. */
  int opset() {
    return opset;
  }

  /** The node's name, or its first output's where it has none. */
  String name() {
    return !proto.getName().isEmpty() || proto.getOutputCount() == 0
        ? proto.getName()
        : proto.getOutput(0);
  }

  int inputs() {
    return proto.getInputCount();
  }

  /** The operand's name; empty where it is left out. */
  String input(int index) {
    return index < proto.getInputCount() ? proto.getInput(index) : "";
  }

  int outputs() {
    return proto.getOutputCount();
  }

  String output(int index) {
    return index < proto.getOutputCount() ? proto.getOutput(index) : "";
  }

  boolean has(String attribute) {
    return attributes.containsKey(attribute);
  }

  long integer(String name, long absent) {
    AttributeProto attribute = attribute(name, AttributeProto.AttributeType.INT);
    return attribute == null ? absent : attribute.getI();
  }

  boolean flag(String name, boolean absent) {
    return integer(name, absent ? 1 : 0) != 0;
  }

  float number(String name, float absent) {
    AttributeProto attribute = attribute(name, AttributeProto.AttributeType.FLOAT);
    return attribute == null ? absent : attribute.getF();
  }

  String text(String name, String absent) {
    AttributeProto attribute = attribute(name, AttributeProto.AttributeType.STRING);
    return attribute == null ? absent : attribute.getS().toStringUtf8();
  }

  /** Null where the attribute is absent. */
  long[] integers(String name) {
    AttributeProto attribute = attribute(name, AttributeProto.AttributeType.INTS);
    if (attribute == null) {
      return null;
    }
    long[] values = new long[attribute.getIntsCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = attribute.getInts(i);
    }
    return values;
  }

  /** Null where the attribute is absent. */
  float[] numbers(String name) {
    AttributeProto attribute = attribute(name, AttributeProto.AttributeType.FLOATS);
    if (attribute == null) {
      return null;
    }
    float[] values = new float[attribute.getFloatsCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = attribute.getFloats(i);
    }
    return values;
  }

  /** Null where the attribute is absent. */
  String[] texts(String name) {
    AttributeProto attribute = attribute(name, AttributeProto.AttributeType.STRINGS);
    if (attribute == null) {
      return null;
    }
    String[] values = new String[attribute.getStringsCount()];
    for (int i = 0; i < values.length; i++) {
      values[i] = attribute.getStrings(i).toStringUtf8();
    }
    return values;
  }

  /** Null where the attribute is absent. */
  TensorProto tensor(String name) {
    AttributeProto attribute = attribute(name, AttributeProto.AttributeType.TENSOR);
    return attribute == null ? null : attribute.getT();
  }

  private AttributeProto attribute(String name, AttributeProto.AttributeType type) {
    AttributeProto attribute = attributes.get(name);
    if (attribute != null
        && attribute.getType() != type
        && attribute.getType() != AttributeProto.AttributeType.UNDEFINED) {
      throw broken(
          "has attribute " + name + " of type " + attribute.getType() + " instead of " + type);
    }
    return attribute;
  }

  /** How messages refer to the node. */
  String describe() {
    return ModelImportException.quote(op()).replace("'", "")
        + " "
        + ModelImportException.quote(name());
  }

  ModelImportException broken(String why) {
    return ModelImportException.broken(describe() + " " + why);
  }

  ModelImportException unsupported(String why) {
    return ModelImportException.unsupported(describe() + " " + why);
  }

  ModelImportException tooLarge(String why) {
    return ModelImportException.tooLarge(describe() + " " + why);
  }
}
