/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.settings;

import io.millrace.models.drift.bayes.Majority;
import io.millrace.models.drift.bayes.NaiveBayes;
import io.millrace.models.drift.bayes.NoChange;
import io.millrace.models.drift.forest.AdaptiveRandomForest;
import io.millrace.models.drift.forest.ForestSettings;
import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.tree.HoeffdingAdaptiveTree;
import io.millrace.models.drift.tree.HoeffdingSettings;
import io.millrace.models.drift.tree.HoeffdingTree;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A learner that is not a mixture, as a value: what makes equal learners of it is its equality. */
public sealed interface LearnerSettings {
  /** As a command line or a configuration has it, without the details. */
  String name();

  /**
   * A fresh learner.
   *
   * @param classes known beforehand, 0 or more
   * @param seed of its randomness, if it has any
   */
  Learner create(Attributes attributes, int classes, long seed);

  /** A {@link HoeffdingTree}. */
  record Tree(HoeffdingSettings tree) implements LearnerSettings {
    @Override
    public String name() {
      return "hoeffding-tree";
    }

    @Override
    public Learner create(Attributes attributes, int classes, long seed) {
      return new HoeffdingTree(tree, attributes, classes, seed);
    }
  }

  /** A {@link HoeffdingAdaptiveTree}; delta is that of its detectors. */
  record AdaptiveTree(HoeffdingSettings tree, double delta) implements LearnerSettings {
    @Override
    public String name() {
      return "hoeffding-adaptive-tree";
    }

    @Override
    public Learner create(Attributes attributes, int classes, long seed) {
      return new HoeffdingAdaptiveTree(tree, delta, attributes, classes, seed);
    }
  }

  /** An {@link AdaptiveRandomForest}. */
  record Forest(ForestSettings forest) implements LearnerSettings {
    @Override
    public String name() {
      return "arf-" + forest.trees();
    }

    @Override
    public Learner create(Attributes attributes, int classes, long seed) {
      return new AdaptiveRandomForest(forest, attributes, classes, seed);
    }
  }

  /** {@link NaiveBayes} over all instances. */
  record Bayes() implements LearnerSettings {
    @Override
    public String name() {
      return "naive-bayes";
    }

    @Override
    public Learner create(Attributes attributes, int classes, long seed) {
      return new NaiveBayes(attributes, classes);
    }
  }

  /** The {@link Majority} class so far. */
  record MajorityClass() implements LearnerSettings {
    @Override
    public String name() {
      return "majority";
    }

    @Override
    public Learner create(Attributes attributes, int classes, long seed) {
      return new Majority(attributes, classes);
    }
  }

  /** The last label again: {@link NoChange}. */
  record LastLabel() implements LearnerSettings {
    @Override
    public String name() {
      return "no-change";
    }

    @Override
    public Learner create(Attributes attributes, int classes, long seed) {
      return new NoChange(attributes, classes);
    }
  }

  /** Names that {@link #named} knows; {@code arf} may also be followed by a number of trees. */
  static List<String> names() {
    return List.of(
        "hoeffding-tree", "hoeffding-adaptive-tree", "arf", "naive-bayes", "majority", "no-change");
  }

  /**
   * A learner by name, with its usual settings; {@code arf} has ten trees, {@code arf-100} a
   * hundred.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  static LearnerSettings named(String name) {
    Matcher forest = Pattern.compile("arf(?:-([1-9][0-9]{0,4}))?").matcher(name);
    if (forest.matches()) {
      String trees = forest.group(1);
      return new Forest(ForestSettings.standard(trees == null ? 10 : Integer.parseInt(trees)));
    }
    return switch (name) {
      case "hoeffding-tree" -> new Tree(HoeffdingSettings.standard());
      case "hoeffding-adaptive-tree" ->
          new AdaptiveTree(HoeffdingSettings.standard(), HoeffdingAdaptiveTree.DELTA);
      case "naive-bayes" -> new Bayes();
      case "majority" -> new MajorityClass();
      case "no-change" -> new LastLabel();
      default ->
          throw new IllegalArgumentException(
              "there is no learner '"
                  + name
                  + "': use one of "
                  + String.join(", ", names())
                  + ", or arf-N for N trees");
    };
  }
}
