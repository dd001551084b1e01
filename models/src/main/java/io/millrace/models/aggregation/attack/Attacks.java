/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.attack;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** All attacks by name. */
public final class Attacks {
  private static final Map<String, Attack> ALL = new LinkedHashMap<>();

  static {
    ALL.put("sign-flip", scaledMean(-1));
    ALL.put("ipm", scaledMean(-0.5));
    ALL.put("reverse", scaledMean(-10));
    ALL.put("gaussian", gaussian(10));
    ALL.put("alie", new LittleIsEnough());
    ALL.put("min-max", new Stealthy(Stealthy.Bound.LARGEST));
    ALL.put("min-sum", new Stealthy(Stealthy.Bound.SUM));
    ALL.put("zero", (scene, out) -> Moments.fill(out, 0));
    ALL.put("nan", (scene, out) -> Moments.fill(out, Float.NaN));
    ALL.put("infinity", (scene, out) -> Moments.fill(out, Float.POSITIVE_INFINITY));
    ALL.put("stale-replay", Attacks::replay);
    ALL.put("collusion", Attacks::collude);
  }

  private Attacks() {}

  /** Names, in the order of the result tables. */
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /**
   * An attack by name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Attack named(String name) {
    Attack attack = ALL.get(name);
    if (attack == null) {
      throw new IllegalArgumentException(
          "there is no attack '" + name + "': use one of " + String.join(", ", ALL.keySet()));
    }
    return attack;
  }

  /**
   * A multiple of the honest mean. With -1 sign flip (Allen-Zhu et al. 2020), with a small negative
   * factor inner-product manipulation (Xie, Koyejo and Gupta, "Fall of empires", 2019).
   */
  public static Attack scaledMean(double factor) {
    return (scene, out) -> {
      Moments moments = new Moments(scene.honest());
      moments.along(factor - 1, moments.mean, out);
    };
  }

  /** Noise around nothing, as many times larger than the honest spread. */
  public static Attack gaussian(double times) {
    return (scene, out) -> {
      Moments moments = new Moments(scene.honest());
      for (float[] row : out) {
        for (int c = 0; c < row.length; c++) {
          double scale = times * Math.max(1e-12, moments.deviation[c]);
          row[c] = (float) (scale * scene.random().nextGaussian());
        }
      }
    };
  }

  /** What honest workers sent before: harmless alone, but it pulls back towards the past. */
  private static void replay(Attack.Scene scene, float[][] out) {
    for (int i = 0; i < out.length; i++) {
      float[] old = scene.earlier()[i % scene.earlier().length];
      System.arraycopy(old, 0, out[i], 0, out[i].length);
    }
  }

  /** One random direction that all agree on, with the length of an honest update. */
  private static void collude(Attack.Scene scene, float[][] out) {
    double length = 0;
    for (float[] row : scene.honest()) {
      length += Math.sqrt(Moments.squaredDistance(row, new float[row.length]));
    }
    length /= scene.honest().length;
    double square = 0;
    double[] direction = new double[out[0].length];
    for (int c = 0; c < direction.length; c++) {
      direction[c] = scene.random().nextGaussian();
      square += direction[c] * direction[c];
    }
    for (int c = 0; c < direction.length; c++) {
      out[0][c] = (float) (direction[c] * length / Math.sqrt(square));
    }
    Moments.same(out);
  }

  /**
   * Label flip: a malicious worker trains as usual, on these labels (Allouah et al. 2023).
   *
   * @return {@code classes - 1 - label}
   */
  public static int flippedLabel(int label, int classes) {
    return classes - 1 - java.util.Objects.checkIndex(label, classes);
  }
}
