/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import io.millrace.models.graph.catalogue.OnlineModel;
import io.millrace.models.graph.node.NodeLayout;
import io.millrace.models.graph.node.NodeStates;
import java.io.Serializable;
import java.util.function.Function;

/** Makes what a graph's state consists of, the same for every graph and after every restore. */
public interface GraphParts extends Serializable {
  /**
   * A model with the parameters that it begins with.
   *
   * @param states makes the place of the nodes' records
   */
  OnlineModel model(Function<NodeLayout, NodeStates> states);

  /**
   * Whose parameters a model begins with: a graph that was kept with those of another version gets
   * these.
   */
  String version();

  /**
   * The same model with other first parameters.
   *
   * @param version whose parameters they are
   * @throws IllegalArgumentException when they are not as many
   */
  GraphParts trained(String version, float[] parameters);

  /** Whatever decides what a node's record looks like, and what the parameters mean. */
  String shape();
}
