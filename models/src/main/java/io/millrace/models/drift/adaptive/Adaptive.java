/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.adaptive;

import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Chance;
import io.millrace.models.drift.learner.Features;
import io.millrace.models.drift.learner.Labels;
import io.millrace.models.drift.learner.Poisson;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.drift.moe.Mixture;
import io.millrace.models.drift.tree.HoeffdingSettings;
import io.millrace.models.drift.tree.HoeffdingTree;
import io.millrace.models.follow.Shareable;
import io.millrace.models.neural.Bag;
import io.millrace.models.neural.SparseNetwork;
import io.millrace.models.neural.SparseSettings;
import io.millrace.models.piece.Members;
import io.millrace.models.piece.OnePiece;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;
import io.millrace.models.piece.PieceWriter;

/**
 * A mixture of trees, networks and memories whose opinions a router weighs. Experts are numbered:
 * trees first, then networks, then memories. An instance that is voted on and then learned is
 * looked at once.
 */
public final class Adaptive implements Mixture, Shareable {
  private static final int VERSION = 1;
  private static final int ENCODER = 0;
  private static final int MEMORY = 1;
  private static final int ROUTER = 2;
  private static final int NETWORKS = 3;
  private static final int TREES = 16;

  /** Heavier instances move networks and router no further than this one. */
  private static final double MAX_STEP = 16;

  /** Weight of the belief that all labels are alike, before a context has been met. */
  private static final double PRIOR = 0.8;

  private final AdaptiveSettings settings;
  private final Features features;
  private final RenewedTree[] trees;
  private final SparseNetwork[] networks;
  private final Encoder encoder;
  private final Contexts contexts;
  private final Memory memory;
  private final Opinions opinions;
  private final Router router;
  private final Chance chance;
  private final Poisson poisson;

  /** Rows of the networks that mean the same in all mixtures; 0 where some do not. */
  private final int sharedRows;

  private final Bag bag = new Bag();
  private final Bag gate = new Bag();
  private final Votes votes = new Votes();
  private final PieceWriter out = new PieceWriter();
  private int classes;
  private boolean changed = true;
  private float[] mixed = {};
  private long thoughtOf = -1;

  /**
   * @param classes known beforehand, 0 or more; others are welcome later
   * @param seed of everything random
   */
  public Adaptive(AdaptiveSettings settings, Attributes attributes, int classes, long seed) {
    this.settings = settings;
    this.classes = Math.max(1, classes);
    features = new Features(attributes);
    chance = new Chance(Chance.seed(seed, -1));
    double mean = settings.trees().poisson();
    poisson = mean > 0 ? new Poisson(mean) : null;
    int subspace = (int) Math.round(settings.trees().subspace() * attributes.count());
    HoeffdingSettings growth =
        settings
            .trees()
            .growth()
            .withSubspace(subspace == attributes.count() ? 0 : Math.max(1, subspace));
    trees = new RenewedTree[settings.trees().count()];
    for (int t = 0; t < trees.length; t++) {
      long treeSeed = Chance.seed(seed, TREES + t);
      trees[t] =
          new RenewedTree(
              settings.trees().renewal(),
              new HoeffdingTree(growth, attributes, this.classes, treeSeed),
              new HoeffdingTree(growth, attributes, this.classes, treeSeed));
    }
    NetworkSettings nets = settings.networks();
    networks = new SparseNetwork[nets.rates().size()];
    for (int n = 0; n < networks.length; n++) {
      SparseSettings sparse =
          new SparseSettings(
              nets.hidden(),
              nets.rates().get(n).floatValue(),
              (float) nets.decay(),
              (float) nets.margin());
      networks[n] =
          new SparseNetwork(
              sparse, this.classes, attributes.count(), Chance.seed(seed, NETWORKS + n));
    }
    encoder = new Encoder(attributes, nets.fading(), nets.maxRows());
    sharedRows = attributes.nominalPositions().length == 0 ? 1 + attributes.count() : 0;
    contexts = new Contexts(settings.memory(), attributes);
    memory = new Memory(settings.memory().weight(), settings.memory().maxBytes(), this.classes);
    opinions = new Opinions(trees.length + networks.length + contexts.count());
    router = new Router(settings.router().mixing(), settings.router().rate(), opinions);
  }

  @Override
  public void vote(double[] x, Votes into) {
    think(x);
    into.clear(classes);
    for (int c = 0; c < classes; c++) {
      into.set(c, mixed[c]);
    }
  }

  @Override
  public void learn(double[] x, int label, double weight) {
    Labels.check(label, weight);
    if (label >= classes) {
      fitClasses(label + 1);
    }
    think(x);
    float step = (float) Math.min(weight, MAX_STEP);
    router.learn(gate, opinions, label, step);
    for (SparseNetwork network : networks) {
      network.learn(bag, label, step);
    }
    trainTrees(label, weight);
    for (int place = 0; place < contexts.count(); place++) {
      if (contexts.key(place) != Contexts.NONE) {
        memory.learn(contexts.key(place), label, weight);
      }
    }
    contexts.learn(label);
    encoder.learn(features);
    thoughtOf = -1;
    changed = true;
  }

  private void fitClasses(int count) {
    classes = count;
    for (SparseNetwork network : networks) {
      network.fitClasses(count);
    }
    memory.fitClasses(count);
    thoughtOf = -1;
  }

  /** Asks all experts about an instance, unless that has been done since something was learned. */
  private void think(double[] x) {
    if (!features.take(x) && thoughtOf == features.stamp()) {
      return;
    }
    thoughtOf = features.stamp();
    opinions.clear(classes);
    int expert = 0;
    for (RenewedTree tree : trees) {
      tree.tree().vote(features, votes);
      opinions.take(expert++, votes);
    }
    bag.clear();
    encoder.encode(features, bag);
    for (SparseNetwork network : networks) {
      opinions.take(expert++, network.probabilities(bag));
    }
    contexts.find(features);
    for (int place = 0; place < contexts.count(); place++, expert++) {
      if (contexts.key(place) != Contexts.NONE) {
        opinions.take(expert, memory, memory.find(contexts.key(place)), PRIOR);
      }
    }
    openGate();
    mixed = router.mix(gate, opinions);
  }

  private void openGate() {
    gate.clear();
    switch (settings.router().gating()) {
      case NONE -> gate.add(Encoder.ALWAYS, 1);
      case LAST_LABEL -> gate.add(contexts.last(), 1);
      case FEATURES -> gate.addAll(bag);
    }
  }

  private void trainTrees(int label, double weight) {
    double bar = bar();
    for (int t = 0; t < trees.length; t++) {
      boolean learns = router.weight(t) >= bar;
      boolean wrong = opinions.winner(t) != label;
      double drawn = learns ? weight * draw() : 0;
      trees[t].learn(features, label, drawn, wrong, Chance.seed(chance.state(), t));
    }
  }

  private int draw() {
    return poisson == null ? 1 : Math.min(settings.trees().maxWeight(), poisson.draw(chance));
  }

  /** The weight in the router from which on a tree learns. */
  private double bar() {
    int trained = settings.trees().trained();
    if (trained == 0 || trained == trees.length) {
      return Double.NEGATIVE_INFINITY;
    }
    double bar = Double.POSITIVE_INFINITY;
    for (int rank = 0; rank < trained; rank++) {
      double next = Double.NEGATIVE_INFINITY;
      for (int t = 0; t < trees.length; t++) {
        if (router.weight(t) < bar) {
          next = Math.max(next, router.weight(t));
        }
      }
      bar = next;
    }
    return bar;
  }

  @Override
  public int experts() {
    return opinions.experts();
  }

  /** The expert whose opinion weighs most for the winning class. */
  @Override
  public int chosen() {
    int winner = 0;
    for (int c = 1; c < mixed.length; c++) {
      winner = mixed[c] > mixed[winner] ? c : winner;
    }
    int best = 0;
    for (int e = 1; e < experts(); e++) {
      if (router.weight(e) * opinions.odds(e, winner)
          > router.weight(best) * opinions.odds(best, winner)) {
        best = e;
      }
    }
    return best;
  }

  @Override
  public double routingEntropy() {
    return router.entropy();
  }

  /**
   * The router's weights, then the networks' where no attribute is nominal: rows of nominal values
   * are numbered as they come, so that those of two mixtures do not mean the same.
   */
  @Override
  public float[] parameters() {
    float[] all = new float[sharedCount()];
    router.copyWeights(all, 0);
    int at = router.experts();
    if (sharedRows > 0) {
      for (SparseNetwork network : networks) {
        network.copyParameters(sharedRows, all, at);
        at += network.parameterCount(sharedRows);
      }
    }
    return all;
  }

  @Override
  public void parameters(float[] values) {
    Shareable.check(values, sharedCount());
    router.takeWeights(values, 0);
    int at = router.experts();
    if (sharedRows > 0) {
      for (SparseNetwork network : networks) {
        network.takeParameters(sharedRows, values, at);
        at += network.parameterCount(sharedRows);
      }
    }
    thoughtOf = -1;
  }

  private int sharedCount() {
    int count = router.experts();
    if (sharedRows > 0) {
      for (SparseNetwork network : networks) {
        count += network.parameterCount(sharedRows);
      }
    }
    return count;
  }

  /** How often trees have been renewed. */
  public long renewals() {
    long renewals = 0;
    for (RenewedTree tree : trees) {
      renewals += tree.renewals();
    }
    return renewals;
  }

  @Override
  public long heapBytes() {
    long bytes = encoder.heapBytes() + memory.heapBytes() + router.heapBytes() + 1000;
    for (RenewedTree tree : trees) {
      bytes += tree.heapBytes();
    }
    for (SparseNetwork network : networks) {
      bytes += network.heapBytes();
    }
    return bytes;
  }

  @Override
  public void writeChanges(PieceSink sink) {
    if (changed) {
      out.begin();
      out.u8(VERSION);
      out.varint(classes);
      out.varint(trees.length);
      out.varint(networks.length);
      out.varint(contexts.history());
      out.int64(chance.state());
      for (RenewedTree tree : trees) {
        tree.write(out);
      }
      out.put(OnePiece.ID, sink);
      changed = false;
    }
    encoder.writeChanges(sink.of(ENCODER));
    memory.writeChanges(sink.of(MEMORY));
    router.writeChanges(sink.of(ROUTER));
    for (int n = 0; n < networks.length; n++) {
      networks[n].writeChanges(sink.of(NETWORKS + n));
    }
    for (int t = 0; t < trees.length; t++) {
      trees[t].writeTrees(sink, TREES + 2 * t);
    }
  }

  @Override
  public void restore(PieceSource source) {
    Members pieces = new Members(source);
    OnePiece.read(pieces.ensemble(), this::readHead);
    encoder.restore(pieces.of(ENCODER));
    memory.restore(pieces.of(MEMORY));
    router.restore(pieces.of(ROUTER));
    for (int n = 0; n < networks.length; n++) {
      networks[n].restore(pieces.of(NETWORKS + n));
    }
    for (int t = 0; t < trees.length; t++) {
      trees[t].restoreTrees(pieces, TREES + 2 * t);
    }
    thoughtOf = -1;
    changed = false;
  }

  private void readHead(PieceReader in) {
    in.version(VERSION);
    classes = in.count("classes", Labels.MAX + 1);
    int storedTrees = in.count("trees", 64);
    int storedNetworks = in.count("networks", 8);
    if (storedTrees != trees.length || storedNetworks != networks.length) {
      throw new IllegalArgumentException(
          "a mixture of %d trees and %d networks was written, this one has %d and %d: restore with the settings it was written with"
              .formatted(storedTrees, storedNetworks, trees.length, networks.length));
    }
    contexts.restore(in.varint());
    chance.restore(in.int64());
    for (RenewedTree tree : trees) {
      tree.read(in);
    }
  }
}
