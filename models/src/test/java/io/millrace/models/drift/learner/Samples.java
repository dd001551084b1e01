/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.learner;

import java.util.BitSet;
import java.util.Random;

/**
 * A stream for tests: four numeric and three nominal attributes, of which some tell the class and
 * some don't. Every so often the concept moves, a value is missing, a class or a code is new.
 */
public final class Samples {
  public static final int ATTRIBUTES = 7;
  public static final int CLASSES = 3;

  private final Random random;
  private final boolean gaps;
  private final int driftEvery;
  private long count;

  public double[] x = new double[ATTRIBUTES];
  public int label;

  private Samples(long seed, boolean gaps, int driftEvery) {
    this.random = new Random(seed);
    this.gaps = gaps;
    this.driftEvery = driftEvery;
  }

  public static Attributes attributes() {
    BitSet nominal = new BitSet();
    nominal.set(4, 7);
    return Attributes.of(ATTRIBUTES, nominal);
  }

  public static Samples steady(long seed) {
    return new Samples(seed, false, Integer.MAX_VALUE);
  }

  /** Some values missing, infinite or far away. */
  public static Samples gappy(long seed) {
    return new Samples(seed, true, Integer.MAX_VALUE);
  }

  public static Samples drifting(long seed, int every) {
    return new Samples(seed, false, every);
  }

  public void next() {
    long concept = count++ / driftEvery;
    label = random.nextInt(10) < 5 ? 0 : random.nextInt(10) < 6 ? 1 : 2;
    int moved = (int) ((label + concept) % CLASSES);
    x[0] = moved * 2 + random.nextGaussian();
    x[1] = (moved == 1 ? 3 : 0) + random.nextGaussian() * (1 + moved);
    x[2] = random.nextDouble();
    x[3] = 7;
    x[4] = random.nextInt(4) == 0 ? random.nextInt(CLASSES) : moved;
    x[5] = random.nextInt(4);
    x[6] = x[0] > 1 == x[4] > 0 ? random.nextInt(2) : 2;
    if (random.nextInt(20) == 0) {
      label = random.nextInt(CLASSES);
    }
    if (gaps) {
      addGaps();
    }
  }

  private void addGaps() {
    switch (random.nextInt(12)) {
      case 0 -> x[random.nextInt(ATTRIBUTES)] = Double.NaN;
      case 1 -> x[random.nextInt(4)] = Double.POSITIVE_INFINITY;
      case 2 -> x[random.nextInt(4)] = random.nextInt(50) == 0 ? -1e300 : 1e6;
      case 3 -> x[4 + random.nextInt(3)] = random.nextInt(100) == 0 ? random.nextInt(60) : -1;
      case 4 -> x[5] = 2.5;
      case 5 -> label = random.nextInt(200) == 0 ? 5 : label;
      default -> {}
    }
  }
}
