/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import io.millrace.models.graph.EdgeBatch;
import io.millrace.models.graph.LinkModel;
import io.millrace.models.graph.catalogue.LinkModelCatalogue;
import io.millrace.models.graph.catalogue.ModelSpec;
import io.millrace.models.graph.node.HeapNodes;
import io.millrace.models.graph.online.TargetPool;

/**
 * The model of a graph without Flink: batch for batch scored, learned where that is wanted, and
 * applied, with all nodes on heap.
 */
final class BareGraph implements Bare {
  private static final int POOL = 1024;
  private static final float[] NONE = new float[0];

  private final LinkModel model;
  private final InteractionFeed feed;
  private final int batch;
  private final boolean learn;
  private final TargetPool targets = new TargetPool(POOL, InteractionFeed.GRAPH.hashCode());
  private final EdgeBatch came = new EdgeBatch(0);
  private final EdgeBatch absent = new EdgeBatch(0);
  private final EdgeBatch both = new EdgeBatch(0);
  private final float[] scores;
  private double checksum;
  private long event;

  BareGraph(ModelSpec spec, InteractionFeed feed, int batch, boolean learn) {
    this.model = LinkModelCatalogue.create(spec, HeapNodes::new).model();
    this.feed = feed;
    this.batch = batch;
    this.learn = learn;
    scores = new float[2 * batch];
  }

  /** Takes one batch through. */
  @Override
  public void step() {
    came.clear();
    both.clear();
    for (int i = 0; i < batch; i++, event++) {
      came.add(feed.source(event), feed.target(event), feed.millis(event), 1, NONE, 0);
      both.add(came, i);
    }
    if (learn) {
      targets.draw(came, absent);
      for (int i = 0; i < absent.size(); i++) {
        both.add(absent, i);
      }
    }
    model.score(both, came, scores);
    checksum += scores[0];
    if (learn && absent.size() > 0) {
      model.learn(came, absent, came);
    }
    model.update(came);
    targets.came(came);
  }

  @Override
  public long events() {
    return event;
  }

  @Override
  public long bytesPerKey() {
    return model.bytesPerNode();
  }

  /** Depends on the scores, so that none can be left out. */
  double checksum() {
    return checksum;
  }

  @Override
  public void close() {
    // Models hold nothing but memory.
  }
}
