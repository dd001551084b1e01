/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import io.millrace.models.graph.EdgeBatch;
import io.millrace.models.graph.LinkModel;
import io.millrace.models.graph.catalogue.OnlineModel;
import io.millrace.models.graph.node.NodeLayout;
import io.millrace.models.graph.node.NodeStates;
import io.millrace.state.graph.GraphParts;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** Models that fail once when armed, after a batch was scored and learned, and half applied. */
record FailingModel(GraphParts parts) implements GraphParts {
  // Static: the parts are copied into the tasks, which live in this process too.
  private static final AtomicBoolean ARMED = new AtomicBoolean();
  private static final AtomicBoolean FAILED = new AtomicBoolean();

  static FailingModel around(GraphParts parts) {
    ARMED.set(false);
    FAILED.set(false);
    return new FailingModel(parts);
  }

  void arm() {
    ARMED.set(true);
  }

  boolean failed() {
    return FAILED.get();
  }

  @Override
  public OnlineModel model(Function<NodeLayout, NodeStates> states) {
    OnlineModel online = parts.model(states);
    return new OnlineModel(new Failing(online.model()), online.parameters());
  }

  @Override
  public String version() {
    return parts.version();
  }

  @Override
  public FailingModel trained(String version, float[] parameters) {
    return new FailingModel(parts.trained(version, parameters));
  }

  @Override
  public String shape() {
    return parts.shape();
  }

  private record Failing(LinkModel model) implements LinkModel {
    @Override
    public int edgeFeatures() {
      return model.edgeFeatures();
    }

    @Override
    public void score(EdgeBatch edges, float[] out) {
      model.score(edges, out);
    }

    @Override
    public void score(EdgeBatch edges, EdgeBatch came, float[] out) {
      model.score(edges, came, out);
    }

    @Override
    public double learn(EdgeBatch edges, EdgeBatch absent, EdgeBatch came) {
      return model.learn(edges, absent, came);
    }

    @Override
    public double learn(EdgeBatch edges, EdgeBatch absent) {
      return model.learn(edges, absent);
    }

    @Override
    public void update(EdgeBatch edges) {
      model.update(edges);
      if (ARMED.compareAndSet(true, false)) {
        FAILED.set(true);
        throw new IllegalStateException("injected failure");
      }
    }

    @Override
    public float[] learned() {
      return model.learned();
    }

    @Override
    public void learned(float[] values) {
      model.learned(values);
    }

    @Override
    public boolean merges() {
      return model.merges();
    }

    @Override
    public void settle(long node) {
      model.settle(node);
    }

    @Override
    public void merge(long node, NodeStates other, int own, int others) {
      model.merge(node, other, own, others);
    }

    @Override
    public void forget() {
      model.forget();
    }

    @Override
    public int bytesPerNode() {
      return model.bytesPerNode();
    }
  }
}
