/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.catalogue;

import io.millrace.models.drift.adaptive.Adaptive;
import io.millrace.models.drift.adaptive.AdaptiveSettings;
import io.millrace.models.drift.bayes.Majority;
import io.millrace.models.drift.bayes.NaiveBayes;
import io.millrace.models.drift.bayes.NoChange;
import io.millrace.models.drift.forest.AdaptiveRandomForest;
import io.millrace.models.drift.forest.ForestSettings;
import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.moe.ExpertFactory;
import io.millrace.models.drift.moe.MoeData;
import io.millrace.models.drift.moe.MoeSettings;
import io.millrace.models.drift.moe.MoeTask;
import io.millrace.models.drift.tree.HoeffdingAdaptiveTree;
import io.millrace.models.drift.tree.HoeffdingSettings;
import io.millrace.models.drift.tree.HoeffdingTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes learners by name, with the settings that their papers or their peers have by default. */
public final class LearnerCatalogue {
  /** What learns unless another is asked for. */
  public static final String DEFAULT = "adaptive";

  private static final Map<String, Maker> MAKERS = makers();
  private static final Pattern FOREST = Pattern.compile("arf-([1-9]\\d{0,4})");

  /** Makes a learner. */
  private interface Maker {
    Learner make(Attributes attributes, int classes, long seed);
  }

  private LearnerCatalogue() {}

  private static Map<String, Maker> makers() {
    Map<String, Maker> makers = new LinkedHashMap<>();
    makers.put("no-change", (attributes, classes, seed) -> new NoChange(attributes, classes));
    makers.put("majority", (attributes, classes, seed) -> new Majority(attributes, classes));
    makers.put("naive-bayes", (attributes, classes, seed) -> new NaiveBayes(attributes, classes));
    makers.put(
        "hoeffding-tree",
        (attributes, classes, seed) ->
            new HoeffdingTree(HoeffdingSettings.standard(), attributes, classes, seed));
    makers.put(
        "hoeffding-adaptive-tree",
        (attributes, classes, seed) ->
            new HoeffdingAdaptiveTree(
                HoeffdingSettings.standard(),
                HoeffdingAdaptiveTree.DELTA,
                attributes,
                classes,
                seed));
    makers.put("arf", forest(100));
    makers.put("arf-10", forest(10));
    makers.put("arf-100", forest(100));
    makers.put(
        "moe-data",
        (attributes, classes, seed) ->
            new MoeData(MoeSettings.published(classes), attributes, experts(attributes), seed));
    makers.put(
        "moe-task",
        (attributes, classes, seed) ->
            new MoeTask(MoeSettings.published(classes), attributes, experts(attributes), seed));
    makers.put(
        "adaptive",
        (attributes, classes, seed) ->
            new Adaptive(AdaptiveSettings.standard(), attributes, classes, seed));
    return makers;
  }

  private static Maker forest(int trees) {
    return (attributes, classes, seed) ->
        new AdaptiveRandomForest(ForestSettings.standard(trees), attributes, classes, seed);
  }

  private static ExpertFactory experts(Attributes attributes) {
    return (classes, seed) ->
        new HoeffdingTree(HoeffdingSettings.expert(), attributes, classes, seed);
  }

  /**
   * All names, the default last; {@code arf} is one of 100 trees, and a forest may have any number
   * behind {@code arf-}.
   */
  public static List<String> names() {
    return new ArrayList<>(MAKERS.keySet());
  }

  /** Whether there is such a learner. */
  public static boolean has(String name) {
    return MAKERS.containsKey(name) || FOREST.matcher(name).matches();
  }

  /**
   * Makes a learner.
   *
   * @param classes that are known beforehand; others are welcome later
   * @throws IllegalArgumentException when there is no such name
   */
  public static Learner create(String name, Attributes attributes, int classes, long seed) {
    Maker maker = MAKERS.get(name);
    Matcher forest = FOREST.matcher(name);
    if (maker == null && forest.matches()) {
      maker = forest(Integer.parseInt(forest.group(1)));
    }
    if (maker == null) {
      throw new IllegalArgumentException(
          "there is no learner '"
              + name
              + "': use one of "
              + String.join(", ", names())
              + ", or arf-N for N trees");
    }
    return maker.make(attributes, Math.max(1, classes), seed);
  }
}
