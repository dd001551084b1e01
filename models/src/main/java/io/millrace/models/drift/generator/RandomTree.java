/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.generator;

import io.millrace.models.drift.stream.Attribute;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.drift.stream.StreamSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Uniform instances that a random tree classifies: the stream that favours decision trees. Domingos
 * and Hulten, "Mining high-speed data streams", KDD 2000, section 4.1. Equal to MOA's
 * RandomTreeGenerator, instance for instance.
 */
public final class RandomTree implements InstanceStream {
  /**
   * What a stream is made of.
   *
   * @param classes 2 or more
   * @param nominals nominal attributes, which come first
   * @param numerics numeric attributes from 0 to 1
   * @param values of each nominal attribute, 2 or more
   * @param depth of the tree, at most
   * @param firstLeaf depth below which there is no leaf
   * @param leafFraction chance that a node from {@code firstLeaf} on is a leaf
   * @param treeSeed of the tree
   * @param instanceSeed of the instances
   */
  public record Settings(
      int classes,
      int nominals,
      int numerics,
      int values,
      int depth,
      int firstLeaf,
      double leafFraction,
      long treeSeed,
      long instanceSeed) {
    public Settings {
      if (classes < 2 || nominals < 0 || numerics < 0 || nominals + numerics < 1 || values < 2) {
        throw new IllegalArgumentException(
            String.format(
                "%d classes, %d nominal attributes of %d values, %d numeric ones: use at least two"
                    + " classes, one attribute and two values",
                classes, nominals, values, numerics));
      }
      if (depth < 1 || (numerics == 0 && depth > nominals)) {
        throw new IllegalArgumentException(
            "a tree of depth "
                + depth
                + " over "
                + nominals
                + " nominal attributes: it must be 1 or more, and without numeric attributes no"
                + " deeper than there are nominal ones");
      }
    }

    /** MOA's defaults: 2 classes, 5 nominal attributes of 5 values, 5 numeric ones, depth 5. */
    public static Settings defaults(long seed) {
      return new Settings(2, 5, 5, 5, 5, 3, 0.15, seed, seed);
    }

    /** The same with other numbers of attributes. */
    public Settings attributes(int newNominals, int newNumerics) {
      return new Settings(
          classes,
          newNominals,
          newNumerics,
          values,
          depth,
          firstLeaf,
          leafFraction,
          treeSeed,
          instanceSeed);
    }
  }

  /** A node of the tree; one without children is a leaf. */
  private record Node(int label, int attribute, double threshold, Node[] children) {
    int classify(double[] x) {
      Node node = this;
      while (node.children != null) {
        double value = x[node.attribute];
        boolean numeric = !Double.isNaN(node.threshold);
        node = node.children[numeric ? (value < node.threshold ? 0 : 1) : (int) value];
      }
      return node.label;
    }
  }

  private final Settings settings;
  private final StreamSchema schema;
  private final Node root;
  private final Random random;

  public RandomTree(Settings settings) {
    this.settings = settings;
    List<Attribute> attributes = new ArrayList<>();
    List<String> values = Attribute.names("value", settings.values());
    for (String name : Attribute.names("nominal", settings.nominals())) {
      attributes.add(new Attribute.Nominal(name, values));
    }
    attributes.addAll(Attribute.numerics("numeric", settings.numerics()));
    schema = new StreamSchema("rtg", attributes, Attribute.names("class", settings.classes()));
    List<Integer> nominals = new ArrayList<>();
    for (int i = 0; i < settings.nominals(); i++) {
      nominals.add(i);
    }
    double[] low = new double[settings.numerics()];
    double[] high = new double[settings.numerics()];
    Arrays.fill(high, 1);
    root = grow(0, nominals, low, high, new Random(settings.treeSeed()));
    random = new Random(settings.instanceSeed());
  }

  private Node grow(int depth, List<Integer> nominals, double[] low, double[] high, Random model) {
    if (depth >= settings.depth()
        || (depth >= settings.firstLeaf() && settings.leafFraction() >= 1 - model.nextDouble())) {
      return new Node(model.nextInt(settings.classes()), -1, Double.NaN, null);
    }
    int chosen = model.nextInt(nominals.size() + settings.numerics());
    if (chosen < nominals.size()) {
      return splitByName(depth, chosen, nominals, low, high, model);
    }
    int numeric = chosen - nominals.size();
    double threshold = (high[numeric] - low[numeric]) * model.nextDouble() + low[numeric];
    Node[] children = new Node[2];
    double[] newHigh = high.clone();
    newHigh[numeric] = threshold;
    children[0] = grow(depth + 1, nominals, low, newHigh, model);
    double[] newLow = low.clone();
    newLow[numeric] = threshold;
    children[1] = grow(depth + 1, nominals, newLow, high, model);
    return new Node(-1, settings.nominals() + numeric, threshold, children);
  }

  private Node splitByName(
      int depth, int chosen, List<Integer> nominals, double[] low, double[] high, Random model) {
    // A nominal attribute splits once on a path.
    List<Integer> others = new ArrayList<>(nominals);
    int attribute = others.remove(chosen);
    Node[] children = new Node[settings.values()];
    for (int i = 0; i < children.length; i++) {
      children[i] = grow(depth + 1, others, low, high, model);
    }
    return new Node(-1, attribute, Double.NaN, children);
  }

  @Override
  public StreamSchema schema() {
    return schema;
  }

  @Override
  public boolean next(Instance into) {
    for (int i = 0; i < into.x.length; i++) {
      into.x[i] = i < settings.nominals() ? random.nextInt(settings.values()) : random.nextDouble();
    }
    into.label = root.classify(into.x);
    return true;
  }
}
