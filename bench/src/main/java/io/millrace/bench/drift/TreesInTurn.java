/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.drift;

import io.millrace.models.drift.catalogue.LearnerCatalogue;
import io.millrace.models.drift.evaluate.Outcome;
import io.millrace.models.drift.evaluate.Scores;
import io.millrace.models.drift.evaluate.Window;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.StreamSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An adaptive random forest tested and trained one tree after another over blocks of instances,
 * which keeps the tree in cache. Its trees neither see nor wait for each other, and its votes are
 * the sum of theirs, so that it is as many forests of one tree; only its random numbers are not
 * those of the forest as a whole.
 */
final class TreesInTurn {
  private static final Pattern FOREST = Pattern.compile("arf-(\\d+)");
  private static final int BLOCK = 2_000;

  private final List<Learner> trees = new ArrayList<>();
  private final double[][] sums;
  private final Votes votes = new Votes();

  /**
   * @param learner a forest's name
   */
  TreesInTurn(String learner, StreamSchema schema, long seed) {
    Matcher forest = FOREST.matcher(learner);
    if (!forest.matches()) {
      throw new IllegalArgumentException(learner + " has no trees to take turns: use arf-N");
    }
    int classes = schema.classes().size();
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int tree = 0; tree < Integer.parseInt(forest.group(1)); tree++) {
      trees.add(
          LearnerCatalogue.create("arf-1", schema.learnerAttributes(), classes, seeds.nextLong()));
    }
    sums = new double[BLOCK][classes];
  }

  static boolean has(String learner) {
    return FOREST.matcher(learner).matches();
  }

  List<Learner> trees() {
    return trees;
  }

  /** Predicts each of the instances, and learns it after that. */
  Scores run(List<Instance> instances) {
    Window window = Window.cumulative();
    Outcome outcome = new Outcome();
    for (int from = 0; from < instances.size(); from += BLOCK) {
      List<Instance> block = instances.subList(from, Math.min(instances.size(), from + BLOCK));
      for (double[] sum : sums) {
        Arrays.fill(sum, 0);
      }
      for (Learner tree : trees) {
        pass(tree, block);
      }
      for (int i = 0; i < block.size(); i++) {
        votes.clear(sums[i].length);
        for (int c = 0; c < sums[i].length; c++) {
          votes.add(c, sums[i][c]);
        }
        outcome.judge(block.get(i).label, votes);
        window.add(outcome);
      }
    }
    return window.scores();
  }

  private void pass(Learner tree, List<Instance> block) {
    for (int i = 0; i < block.size(); i++) {
      Instance instance = block.get(i);
      tree.vote(instance.x, votes);
      for (int c = 0; c < votes.classes(); c++) {
        sums[i][c] += votes.of(c);
      }
      tree.learn(instance.x, instance.label, 1);
    }
  }
}
