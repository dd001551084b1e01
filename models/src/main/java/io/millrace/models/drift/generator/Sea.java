/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.generator;

import io.millrace.models.drift.stream.Attribute;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.drift.stream.StreamSchema;
import java.util.List;
import java.util.Random;

/**
 * SEA concepts: three numbers from 0 to 10, of which the third says nothing; the class is whether
 * the sum of the others is above a threshold. Street and Kim, "A streaming ensemble algorithm (SEA)
 * for large-scale classification", KDD 2001. Equal to MOA's SEAGenerator, instance for instance.
 */
public final class Sea implements InstanceStream {
  private static final double[] THRESHOLDS = {8, 9, 7, 9.5};
  private static final StreamSchema SCHEMA =
      new StreamSchema("sea", Attribute.numerics("attrib", 3), List.of("groupA", "groupB"));

  private final double threshold;
  private final int noise;
  private final Random random;

  /**
   * @param function 1 to 4, with the thresholds 8, 9, 7 and 9.5
   * @param noise percent of labels that are turned over, 0 to 100
   */
  public Sea(int function, int noise, long seed) {
    if (function < 1 || function > THRESHOLDS.length) {
      throw new IllegalArgumentException("SEA function " + function + ": use 1 to 4");
    }
    threshold = THRESHOLDS[function - 1];
    this.noise = Percent.check("label noise", noise);
    random = new Random(seed);
  }

  @Override
  public StreamSchema schema() {
    return SCHEMA;
  }

  @Override
  public boolean next(Instance into) {
    double[] x = into.x;
    for (int i = 0; i < 3; i++) {
      x[i] = 10 * random.nextDouble();
    }
    int label = x[0] + x[1] <= threshold ? 0 : 1;
    into.label = Percent.happens(noise, random) ? 1 - label : label;
    return true;
  }
}
