/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.embed;

import io.millrace.models.graph.EdgeBatch;
import io.millrace.models.neural.FastExp;
import io.millrace.models.neural.batch.Engine;
import io.millrace.models.neural.batch.Floats;
import io.millrace.models.neural.batch.LogitLoss;
import io.millrace.models.neural.batch.Parameters;
import io.millrace.models.neural.batch.Perceptron;

/** Two layers from the embeddings of both ends of an edge to one number: a logit, or a weight. */
public final class PairDecoder {
  private final Perceptron layers;
  private float[] values = new float[0];
  private float[] gradients = new float[0];

  /**
   * @param size floats of an embedding
   */
  public PairDecoder(Engine engine, Parameters parameters, String name, int size) {
    layers = new Perceptron(engine, parameters, name, 2 * size, size, 1);
  }

  private void forward(EndPairs ends) {
    values = Floats.fit(values, ends.edges());
    gradients = Floats.fit(gradients, ends.edges());
    layers.forward(ends.rows(), ends.edges(), values);
  }

  private void backward(EndPairs ends) {
    layers.backward(ends.rows(), gradients, ends.edges(), ends.gradients());
  }

  /** A number per edge. */
  public void values(EndPairs ends, float[] out) {
    forward(ends);
    System.arraycopy(values, 0, out, 0, ends.edges());
  }

  /** A probability per edge, in [0, 1]. */
  public void probabilities(EndPairs ends, float[] out) {
    forward(ends);
    for (int i = 0; i < ends.edges(); i++) {
      out[i] = (float) FastExp.sigmoid(values[i]);
    }
  }

  /**
   * The binary cross entropy of edges that came and others that did not, each kind's mean; a kind
   * of which there are none counts nothing. Its gradients go to the parameters and the ends.
   *
   * @param present how many of the first edges came
   */
  public double entropy(EndPairs ends, int present) {
    forward(ends);
    int all = ends.edges();
    double loss = 0;
    if (present > 0) {
      loss += LogitLoss.binary(values, 0, present, 1, 1.0 / present, gradients);
    }
    if (all > present) {
      loss += LogitLoss.binary(values, present, all, 0, 1.0 / (all - present), gradients);
    }
    backward(ends);
    return loss;
  }

  /** Half the mean squared distance to the edges' weights; gradients as for the entropy. */
  public double distance(EndPairs ends, EdgeBatch edges) {
    forward(ends);
    int n = edges.size();
    double loss = 0;
    for (int i = 0; i < n; i++) {
      float apart = values[i] - edges.weight(i);
      loss += 0.5 * apart * apart / n;
      gradients[i] = apart / n;
    }
    backward(ends);
    return loss;
  }
}
