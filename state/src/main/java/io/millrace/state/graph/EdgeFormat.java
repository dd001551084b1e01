/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.NodeRef;
import io.millrace.models.origin.Origin;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;

/** An edge that waits as a piece. Layout 1: the fields in their order, without the graph. */
final class EdgeFormat {
  private static final int VERSION = 1;
  private static final int MAX = 1 << 24;

  private EdgeFormat() {}

  static void write(Edge edge, PieceWriter out) {
    out.u8(VERSION);
    text(edge.edgeId(), out);
    node(edge.source(), out);
    node(edge.target(), out);
    out.int64(edge.timeMillis());
    out.varint(edge.features().length);
    for (float feature : edge.features()) {
      out.float32(feature);
    }
    out.float32(edge.weight());
    text(edge.label(), out);
    text(edge.origin().topic(), out);
    out.varint(edge.origin().partition() + 1L);
    out.varint(edge.origin().offset() + 1);
  }

  static Edge read(String graphId, PieceReader in) {
    in.version(VERSION);
    String edgeId = text(in);
    NodeRef source = node(in);
    NodeRef target = node(in);
    long time = in.int64();
    float[] features = new float[in.count("features", MAX)];
    for (int i = 0; i < features.length; i++) {
      features[i] = in.float32();
    }
    float weight = in.float32();
    String label = text(in);
    String topic = text(in);
    int partition = (int) (in.varint() - 1);
    Origin origin = new Origin(topic, partition, in.varint() - 1);
    in.end();
    return new Edge(graphId, edgeId, source, target, time, features, weight, label, origin);
  }

  private static void node(NodeRef node, PieceWriter out) {
    out.flag(node.name() != null);
    if (node.name() == null) {
      out.int64(node.id());
    } else {
      text(node.name(), out);
    }
  }

  private static NodeRef node(PieceReader in) {
    return in.flag() ? NodeRef.of(text(in)) : NodeRef.of(in.int64());
  }

  private static void text(String text, PieceWriter out) {
    if (text == null) {
      out.varint(0);
      return;
    }
    byte[] bytes = text.getBytes(UTF_8);
    out.varint(bytes.length + 1L);
    out.raw(bytes, bytes.length);
  }

  private static String text(PieceReader in) {
    int length = in.count("bytes of text", MAX);
    return length == 0 ? null : new String(in.raw(length - 1), UTF_8);
  }
}
