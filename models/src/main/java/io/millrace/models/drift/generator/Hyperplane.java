/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.generator;

import io.millrace.models.drift.stream.Attribute;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.drift.stream.StreamSchema;
import java.util.Arrays;
import java.util.Random;

/**
 * A hyperplane through the unit cube that rotates: the class is the side an instance lies on, and
 * some weights of the plane change with every instance. Hulten, Spencer and Domingos, "Mining
 * time-changing data streams", KDD 2001, section 6.1. Equal to MOA's HyperplaneGenerator of two
 * classes, instance for instance.
 */
public final class Hyperplane implements InstanceStream {
  /**
   * What a stream is made of.
   *
   * @param attributes 1 or more
   * @param drifting weights that change, 0 to all
   * @param change of such a weight per instance
   * @param turning percent of chance, per instance and weight, that the change turns round
   * @param noise percent of labels that are turned over
   */
  public record Settings(
      int attributes, int drifting, double change, int turning, int noise, long seed) {
    public Settings {
      if (attributes < 1 || drifting < 0 || drifting > attributes) {
        throw new IllegalArgumentException(
            attributes
                + " attributes of which "
                + drifting
                + " drift: use at least one, and no more drifting ones than there are");
      }
      Percent.check("chance of turning", turning);
      Percent.check("label noise", noise);
    }

    /** MOA's defaults but for the change, which is 0 there: 10 attributes, 2 of them drifting. */
    public static Settings defaults(double change, long seed) {
      return new Settings(10, 2, change, 10, 5, seed);
    }
  }

  private final Settings settings;
  private final StreamSchema schema;
  private final double[] weights;
  private final double[] changes;
  private final Random random;

  public Hyperplane(Settings settings) {
    this.settings = settings;
    schema =
        new StreamSchema(
            "hyperplane",
            Attribute.numerics("att", settings.attributes()),
            Attribute.names("class", 2));
    random = new Random(settings.seed());
    weights = new double[settings.attributes()];
    changes = new double[settings.drifting()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextDouble();
    }
    Arrays.fill(changes, settings.change());
  }

  @Override
  public StreamSchema schema() {
    return schema;
  }

  @Override
  public boolean next(Instance into) {
    double[] x = into.x;
    double sum = 0;
    double weightSum = 0;
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextDouble();
      sum += weights[i] * x[i];
      weightSum += weights[i];
    }
    int label = sum >= weightSum * 0.5 ? 1 : 0;
    into.label = Percent.happens(settings.noise(), random) ? 1 - label : label;
    for (int i = 0; i < changes.length; i++) {
      weights[i] += changes[i];
      if (Percent.happens(settings.turning(), random)) {
        changes[i] = -changes[i];
      }
    }
    return true;
  }
}
