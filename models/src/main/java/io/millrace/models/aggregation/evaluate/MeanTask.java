/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.evaluate;

import io.millrace.models.aggregation.attack.Attack;
import io.millrace.models.aggregation.round.LocalServer;
import io.millrace.models.aggregation.round.LocalUpdate;
import io.millrace.models.aggregation.round.RoundResult;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.Strategy;
import io.millrace.models.shape.ModelShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Workers send a common vector and noise of their own; malicious ones send what an attack says. The
 * common vector has length one, and the noise is such that honest updates have a given cosine. A
 * few rounds run one after the other, so that rules with a memory have one; the last is judged.
 *
 * @param workers all
 * @param byzantine the malicious ones, fewer than half
 * @param dimensions at least 1
 * @param cosine of two honest updates, above 0 and at most 1
 * @param rounds at least 1
 */
public record MeanTask(
    int workers, int byzantine, int dimensions, double cosine, int rounds, long seed) {
  /** Checks the ranges. */
  public MeanTask {
    if (byzantine < 0 || 2 * byzantine >= workers) {
      throw new IllegalArgumentException(
          "byzantine is " + byzantine + ", must be less than half of the " + workers + " workers");
    }
    if (dimensions < 1 || rounds < 1 || !(cosine > 0 && cosine <= 1)) {
      throw new IllegalArgumentException(
          "dimensions "
              + dimensions
              + ", rounds "
              + rounds
              + ", cosine "
              + cosine
              + ": must be at least 1, at least 1, and above 0 and at most 1");
    }
  }

  /** 15 workers, 3 malicious, as in the tables of the literature. */
  public static MeanTask standard(long seed) {
    return new MeanTask(15, 3, 20_000, 0.5, 3, seed);
  }

  /**
   * Runs a rule against an attack.
   *
   * @param rule its expression, as the catalogue reads it
   * @throws IllegalArgumentException when the rule needs more workers
   */
  public RuleAttack run(String rule, String name, Attack attack) {
    return run(rule, Map.of(), name, attack);
  }

  /** As {@link #run(String, String, Attack)}, with parameters of the rule where it has them. */
  public RuleAttack run(String rule, Map<String, String> parameters, String name, Attack attack) {
    RandomGenerator random = new SplittableRandom(seed);
    float[] truth = gaussian(random, 1 / Math.sqrt(dimensions));
    double noise = Math.sqrt((1 / cosine - 1) / dimensions);
    float[][] earlier = noisy(gaussian(random, 1 / Math.sqrt(dimensions)), noise, random);
    LocalServer server = null;
    RoundResult result = null;
    float[][] honest = null;
    long nanos = 0;
    for (int round = 0; round < rounds; round++) {
      honest = noisy(truth, noise, random);
      float[][] malicious = new float[byzantine][dimensions];
      if (byzantine > 0) {
        attack.craft(new Attack.Scene(honest, earlier, random), malicious);
      }
      List<LocalUpdate> updates = updates(honest, malicious, round);
      if (server == null) {
        server = server(Refusals.strategy(rule, parameters, byzantine, malicious));
      }
      long start = System.nanoTime();
      result = server.round(updates);
      nanos = System.nanoTime() - start;
    }
    return new RuleAttack(rule, name, RelativeError.of(result.direction()[0], honest), nanos / 1e9);
  }

  private LocalServer server(Strategy strategy) {
    return new LocalServer(
        strategy, ModelShape.flat(dimensions), new float[][] {new float[dimensions]});
  }

  private List<LocalUpdate> updates(float[][] honest, float[][] malicious, int round) {
    List<LocalUpdate> updates = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      // Malicious workers come first in order of names: no rule may prefer honest ones by place.
      String worker = String.format(java.util.Locale.ROOT, "worker-%03d", workers - 1 - i);
      float[] values = i < honest.length ? honest[i] : malicious[i - honest.length];
      updates.add(new LocalUpdate(Contribution.of(worker, round, 1), new float[][] {values}));
    }
    return updates;
  }

  private float[] gaussian(RandomGenerator random, double scale) {
    float[] values = new float[dimensions];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return values;
  }

  private float[][] noisy(float[] base, double noise, RandomGenerator random) {
    float[][] vectors = new float[workers - byzantine][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = gaussian(random, noise);
      for (int c = 0; c < dimensions; c++) {
        vectors[i][c] += base[c];
      }
    }
    return vectors;
  }
}
