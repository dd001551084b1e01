/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import io.millrace.models.graph.transit.Edge;
import io.millrace.models.graph.transit.GraphEvent;
import io.millrace.models.graph.transit.NodeRef;
import java.time.Instant;

/** Tells edges that a graph can take in from those that no graph could. */
final class EdgeCheck {
  /** Characters of ids, names and labels, which are kept while an edge waits. */
  static final int MAX_NAME = 1024;

  /** The last millisecond of the year 9999; sums with any span of time stay far from overflow. */
  static final long LAST_MILLIS = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  private static final int SHOWN = 64;

  private final int features;
  private final float magnitude;

  EdgeCheck(GraphRules rules) {
    features = rules.features();
    magnitude = rules.magnitude();
  }

  /** The first fault, or null. */
  EdgeFault fault(Edge edge) {
    if (!named(edge.graphId())) {
      return EdgeFault.GRAPH_ID;
    }
    if (!suitable(edge.source()) || !suitable(edge.target())) {
      return EdgeFault.NODE;
    }
    if (edge.timeMillis() < 0 || edge.timeMillis() > LAST_MILLIS) {
      return EdgeFault.TIME;
    }
    if (tooLong(edge.edgeId()) || tooLong(edge.label())) {
      return EdgeFault.TEXT;
    }
    if (!(Math.abs(edge.weight()) <= magnitude)) {
      return EdgeFault.WEIGHT;
    }
    if (edge.features().length != features || wrongFeature(edge) >= 0) {
      return EdgeFault.FEATURES;
    }
    return null;
  }

  /** The first feature that is no number or too large, or -1. */
  private int wrongFeature(Edge edge) {
    for (int i = 0; i < edge.features().length; i++) {
      if (!(Math.abs(edge.features()[i]) <= magnitude)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean suitable(NodeRef node) {
    return node.name() == null || named(node.name());
  }

  private static boolean named(String name) {
    return !name.isEmpty() && name.length() <= MAX_NAME;
  }

  private static boolean tooLong(String text) {
    return text != null && text.length() > MAX_NAME;
  }

  /** The fault in words: what was found, what is wanted, what helps. */
  String describe(Edge edge, EdgeFault fault) {
    return place(edge)
        + switch (fault) {
          case GRAPH_ID ->
              "the graph id has "
                  + edge.graphId().length()
                  + " characters, 1 to "
                  + MAX_NAME
                  + " are taken: name the graph";
          case NODE ->
              "a node's name has "
                  + (suitable(edge.source()) ? edge.target() : edge.source()).name().length()
                  + " characters, 1 to "
                  + MAX_NAME
                  + " are taken: name the node, or number it";
          case TIME ->
              "its time is "
                  + edge.timeMillis()
                  + " ms; times are milliseconds since 1970, up to the year 9999";
          case TEXT -> "its id or label has more than " + MAX_NAME + " characters: shorten it";
          case WEIGHT -> "its weight is " + edge.weight() + bound();
          case FEATURES ->
              edge.features().length == features
                  ? "its feature "
                      + wrongFeature(edge)
                      + " is "
                      + edge.features()[wrongFeature(edge)]
                      + bound()
                  : "it has "
                      + edge.features().length
                      + " features, this job takes "
                      + features
                      + ": set millrace.graph.features";
          case PARAMETERS, REPLICA ->
              throw new IllegalArgumentException(fault + " is told by the graph");
        };
  }

  private String bound() {
    return ", numbers up to "
        + magnitude
        + " are taken: scale them, or raise millrace.graph.max-magnitude";
  }

  static String place(GraphEvent event) {
    return "graph '"
        + clipped(event.graphId())
        + "'"
        + (event instanceof Edge edge
            ? " edge '"
                + clipped(edge.source().text())
                + "' -> '"
                + clipped(edge.target().text())
                + "'"
            : "")
        + ": ";
  }

  private static String clipped(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
