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
import io.millrace.models.piece.OnePiece;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;
import io.millrace.models.piece.PieceWriter;
import java.util.Arrays;

/**
 * DriftMoE with an expert per class, each of which learns its class against the rest. As published,
 * the router's largest output is the class: it takes a step with every instance, with dropout even
 * when it votes, and what the experts say never counts.
 */
public final class MoeTask implements Mixture, Shareable {
  private static final int VERSION = 1;
  private static final int ROUTER = 0;

  private final Features features;
  private final Mlp router;
  private final ExpertFactory factory;
  private final long seed;
  private final Routing routing;
  private final PieceWriter out = new PieceWriter();
  private Pass pass;
  private float[] targets;
  private Learner[] experts = {};
  private long learned;
  private long writtenLearned = -1;
  private long routedStamp = -1;

  /**
   * @param seed of the router's first weights, of its dropout and of the experts
   */
  public MoeTask(MoeSettings settings, Attributes attributes, ExpertFactory factory, long seed) {
    this.factory = factory;
    this.seed = seed;
    features = new Features(attributes);
    MlpShape shape =
        new MlpShape(attributes.count(), settings.hidden(), settings.classes(), settings.dropout());
    router = new Mlp(shape, settings.adam(), Chance.seed(seed, -1));
    routing = new Routing(1);
    fit(settings.classes());
  }

  /** Makes room for so many classes. */
  private void fit(int classes) {
    pass = router.pass(1);
    targets = new float[classes];
    int known = experts.length;
    experts = Arrays.copyOf(experts, classes);
    for (int c = known; c < classes; c++) {
      experts[c] = factory.create(2, Chance.seed(seed, c));
    }
    routedStamp = -1;
  }

  @Override
  public void vote(double[] x, Votes into) {
    route(x);
    into.clear(experts.length);
    for (int c = 0; c < experts.length; c++) {
      into.set(c, routing.weight(c));
    }
  }

  @Override
  public void learn(double[] x, int label, double weight) {
    Labels.check(label, weight);
    if (label >= experts.length) {
      router.grow(label + 1);
      fit(label + 1);
    }
    route(x);
    Arrays.fill(targets, 0);
    targets[label] = 1;
    Losses.binary(pass, 1, targets);
    router.backward(pass, 1);
    router.step();
    for (int c = 0; c < experts.length; c++) {
      experts[c].learn(features.values(), c == label ? 1 : 0, weight);
    }
    learned++;
    routedStamp = -1;
  }

  /** What is dropped depends on how much has been learned, so that voting changes nothing. */
  private void route(double[] x) {
    if (!features.take(x) && routedStamp == features.stamp()) {
      return;
    }
    Pending.copy(features.values(), pass.inputs(), 0);
    router.forwardInTraining(pass, 1, learned);
    routing.take(pass.logits(), experts.length);
    routedStamp = features.stamp();
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
    long bytes = router.heapBytes() + 200;
    for (Learner expert : experts) {
      bytes += expert.heapBytes();
    }
    return bytes;
  }

  @Override
  public void writeChanges(PieceSink sink) {
    if (learned != writtenLearned) {
      out.begin();
      out.u8(VERSION);
      out.varint(experts.length);
      out.varint(learned);
      out.put(OnePiece.ID, sink);
      writtenLearned = learned;
    }
    router.writeChanges(sink.of(ROUTER));
    for (int e = 0; e < experts.length; e++) {
      experts[e].writeChanges(sink.of(ROUTER + 1 + e));
    }
  }

  @Override
  public void restore(PieceSource source) {
    Members pieces = new Members(source);
    int[] classes = {0};
    OnePiece.read(
        pieces.ensemble(),
        in -> {
          in.version(VERSION);
          classes[0] = in.count("classes", Labels.MAX + 1);
          learned = in.varint();
          writtenLearned = learned;
        });
    router.restore(pieces.of(ROUTER));
    if (router.shape().outputs() != classes[0]) {
      throw new IllegalArgumentException(
          "a router of %d outputs for %d classes: restore an earlier checkpoint"
              .formatted(router.shape().outputs(), classes[0]));
    }
    fit(classes[0]);
    for (int e = 0; e < experts.length; e++) {
      experts[e].restore(pieces.of(ROUTER + 1 + e));
    }
  }
}
