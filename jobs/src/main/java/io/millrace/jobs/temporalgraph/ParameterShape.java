/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import io.millrace.jobs.share.MergedVersions;
import io.millrace.models.graph.node.HeapNodes;
import io.millrace.models.neural.batch.Parameters;
import io.millrace.models.neural.batch.Parameters.Slice;
import io.millrace.models.shape.ModelShape;
import io.millrace.models.shape.TensorShape;
import io.millrace.state.graph.GraphParts;
import java.util.ArrayList;
import java.util.List;

/**
 * The parameters of a graph's model as tensors: one per matrix or vector of the model, with its
 * name, so that models which differ in dimensions cannot be merged.
 */
record ParameterShape(GraphParts parts) implements MergedVersions.ShapeSource {
  @Override
  public ModelShape get() {
    Parameters parameters = parts.model(HeapNodes::new).parameters();
    List<TensorShape> tensors = new ArrayList<>();
    for (Slice slice : parameters.slices()) {
      tensors.add(
          slice.rows() == 1
              ? TensorShape.of(slice.name(), slice.columns())
              : TensorShape.of(slice.name(), slice.rows(), slice.columns()));
    }
    return new ModelShape(tensors);
  }
}
