/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.moe;

import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Chance;
import io.millrace.models.drift.learner.Features;
import io.millrace.models.drift.learner.Labels;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.follow.Shareable;
import io.millrace.models.neural.Losses;
import io.millrace.models.neural.Mlp;
import io.millrace.models.neural.MlpShape;
import io.millrace.models.neural.Pass;
import io.millrace.models.piece.Members;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;

/**
 * DriftMoE with experts for regions of the data. The router names one expert, whose vote is the
 * answer. With the label, every expert that was right is a target of the router (if none was, the
 * one with the highest vote for the label is), and the experts that the router weighs most learn.
 */
public final class MoeData implements Mixture, Shareable {
  private static final int ROUTER = 0;

  private final MoeSettings settings;
  private final Features features;
  private final Mlp router;
  private final Pass single;
  private final Pass batch;
  private final Pending pending;
  private final Routing routing;
  private final Learner[] experts;
  private final Votes votes = new Votes();
  private int classes;
  private long routedStamp = -1;

  /**
   * @param seed of the router's first weights and of the experts
   */
  public MoeData(MoeSettings settings, Attributes attributes, ExpertFactory factory, long seed) {
    this.settings = settings;
    classes = settings.classes();
    features = new Features(attributes);
    MlpShape shape =
        new MlpShape(attributes.count(), settings.hidden(), settings.experts(), settings.dropout());
    router = new Mlp(shape, settings.adam(), Chance.seed(seed, -1));
    single = router.pass(1);
    batch = router.pass(settings.batch());
    pending = new Pending(settings.batch(), attributes.count());
    routing = new Routing(settings.temperature());
    experts = new Learner[settings.experts()];
    for (int e = 0; e < experts.length; e++) {
      experts[e] = factory.create(classes, Chance.seed(seed, e));
    }
  }

  @Override
  public void vote(double[] x, Votes into) {
    route(x);
    ask(experts[chosen()], into);
  }

  @Override
  public void learn(double[] x, int label, double weight) {
    Labels.check(label, weight);
    route(x);
    classes = Math.max(classes, label + 1);
    pending.add(features.values(), targets(label));
    if (pending.full()) {
      stepRouter();
    }
    long trained = 0;
    for (int k = 0; k < settings.trained(); k++) {
      int expert = routing.largest(trained);
      experts[expert].learn(features.values(), label, weight);
      trained |= 1L << expert;
    }
  }

  /**
   * Weighs the experts for an instance, unless that has been done since the router last changed.
   */
  private void route(double[] x) {
    if (!features.take(x) && routedStamp == features.stamp()) {
      return;
    }
    Pending.copy(features.values(), single.inputs(), 0);
    router.forward(single, 1);
    routing.take(single.logits(), experts.length);
    routedStamp = features.stamp();
  }

  /** An expert without a vote votes for all classes alike. */
  private void ask(Learner expert, Votes into) {
    expert.vote(features.values(), votes);
    into.clear(classes);
    boolean empty = !(votes.sum() > 0);
    for (int c = 0; c < classes; c++) {
      into.set(c, empty ? 1.0 / classes : votes.of(c));
    }
  }

  /** A bit per expert that was right, or for the one with the highest vote for the label. */
  private long targets(int label) {
    long right = 0;
    int closest = 0;
    double highest = -1;
    for (int e = 0; e < experts.length; e++) {
      experts[e].vote(features.values(), votes);
      boolean empty = !(votes.sum() > 0);
      if ((empty ? 0 : votes.winner()) == label) {
        right |= 1L << e;
      }
      double vote = empty ? 1.0 / classes : votes.of(label);
      if (vote > highest) {
        highest = vote;
        closest = e;
      }
    }
    return right != 0 ? right : 1L << closest;
  }

  /** The logits are those of before: the router has not changed since the batch began. */
  private void stepRouter() {
    int rows = pending.size();
    pending.fill(batch.inputs());
    router.forward(batch, rows);
    Losses.binary(batch, rows, pending.targets(experts.length));
    router.backward(batch, rows);
    router.step();
    pending.clear();
    routedStamp = -1;
  }

  @Override
  public int experts() {
    return experts.length;
  }

  @Override
  public int chosen() {
    return routing.largest();
  }

  @Override
  public double routingEntropy() {
    return routing.entropy();
  }

  /** Of the router. */
  @Override
  public float[] parameters() {
    return router.parameters();
  }

  @Override
  public void parameters(float[] values) {
    router.parameters(values);
    routedStamp = -1;
  }

  @Override
  public long heapBytes() {
    long bytes = router.heapBytes() + pending.heapBytes();
    for (Learner expert : experts) {
      bytes += expert.heapBytes();
    }
    return bytes;
  }

  @Override
  public void writeChanges(PieceSink sink) {
    pending.writeChanges(sink, classes);
    router.writeChanges(sink.of(ROUTER));
    for (int e = 0; e < experts.length; e++) {
      experts[e].writeChanges(sink.of(ROUTER + 1 + e));
    }
  }

  @Override
  public void restore(PieceSource source) {
    Members pieces = new Members(source);
    classes = pending.restore(pieces.ensemble());
    router.restore(pieces.of(ROUTER));
    for (int e = 0; e < experts.length; e++) {
      experts[e].restore(pieces.of(ROUTER + 1 + e));
    }
    routedStamp = -1;
  }
}
