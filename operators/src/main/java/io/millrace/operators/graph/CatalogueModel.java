/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.graph;

import io.millrace.models.graph.catalogue.LinkModelCatalogue;
import io.millrace.models.graph.catalogue.ModelSpec;
import io.millrace.models.graph.catalogue.OnlineModel;
import io.millrace.models.graph.node.HeapNodes;
import io.millrace.models.graph.node.NodeLayout;
import io.millrace.models.graph.node.NodeStates;
import io.millrace.state.graph.GraphParts;
import java.util.function.Function;

/**
 * A model of the catalogue for every graph.
 *
 * @param version of the trained parameters; empty where they are random
 * @param trained what a graph begins with, or null for random ones
 */
public record CatalogueModel(ModelSpec spec, String version, float[] trained)
    implements GraphParts {
  /** A model with random parameters. */
  public CatalogueModel(ModelSpec spec) {
    this(spec, "", null);
  }

  @Override
  public OnlineModel model(Function<NodeLayout, NodeStates> states) {
    OnlineModel online = LinkModelCatalogue.create(spec, states);
    if (trained != null) {
      online.model().learned(trained);
    }
    return online;
  }

  @Override
  public CatalogueModel trained(String newVersion, float[] parameters) {
    CatalogueModel other = new CatalogueModel(spec, newVersion, parameters);
    other.model(HeapNodes::new);
    return other;
  }

  @Override
  public String shape() {
    return spec.shape();
  }
}
