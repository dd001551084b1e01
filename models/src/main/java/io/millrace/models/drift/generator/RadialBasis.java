/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.generator;

import io.millrace.models.drift.stream.Attribute;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.drift.stream.StreamSchema;
import java.util.Random;

/**
 * Random radial basis functions: weighted centres in the unit cube, each with a class and a spread;
 * an instance lies in a random direction from one of them, at a normal distance. Centres may move
 * with a constant speed, each in its own direction, and turn round at the walls. Bifet et al., KDD
 * 2009, section 3.2. Equal to MOA's RandomRBFGenerator and RandomRBFGeneratorDrift, instance for
 * instance.
 */
public final class RadialBasis implements InstanceStream {
  /**
   * What a stream is made of.
   *
   * @param classes 2 or more
   * @param attributes 1 or more
   * @param centroids 1 or more
   * @param drifting how many of them move, 0 to all
   * @param speed of a moving centre per instance, in lengths of the cube's edge
   * @param modelSeed of centres and directions
   * @param instanceSeed of instances
   */
  public record Settings(
      int classes,
      int attributes,
      int centroids,
      int drifting,
      double speed,
      long modelSeed,
      long instanceSeed) {
    public Settings {
      if (classes < 2 || attributes < 1 || centroids < 1 || drifting < 0 || drifting > centroids) {
        throw new IllegalArgumentException(
            String.format(
                "%d classes, %d attributes, %d centroids of which %d drift: use at least two"
                    + " classes, one attribute and one centroid, and no more drifting ones than"
                    + " there are",
                classes, attributes, centroids, drifting));
      }
    }

    /** MOA's defaults: 2 classes, 10 attributes, 50 centroids that stay where they are. */
    public static Settings defaults(long seed) {
      return new Settings(2, 10, 50, 0, 0, seed, seed);
    }

    /** All centroids move. */
    public Settings drifting(double newSpeed) {
      return new Settings(
          classes, attributes, centroids, centroids, newSpeed, modelSeed, instanceSeed);
    }
  }

  private final double[][] centres;
  private final double[][] directions;
  private final double[] spreads;
  private final double[] weights;
  private final int[] labels;
  private final double speed;
  private final double weightSum;
  private final Random random;
  private final StreamSchema schema;

  public RadialBasis(Settings settings) {
    int n = settings.centroids();
    int attributes = settings.attributes();
    schema =
        new StreamSchema(
            "rbf",
            Attribute.numerics("att", attributes),
            Attribute.names("class", settings.classes()));
    centres = new double[n][attributes];
    spreads = new double[n];
    weights = new double[n];
    labels = new int[n];
    Random model = new Random(settings.modelSeed());
    double sum = 0;
    for (int c = 0; c < n; c++) {
      for (int i = 0; i < attributes; i++) {
        centres[c][i] = model.nextDouble();
      }
      labels[c] = model.nextInt(settings.classes());
      spreads[c] = model.nextDouble();
      weights[c] = model.nextDouble();
      sum += weights[c];
    }
    weightSum = sum;
    directions = directions(settings);
    speed = settings.speed();
    random = new Random(settings.instanceSeed());
  }

  /** Unit vectors, drawn anew from the model's seed. */
  private static double[][] directions(Settings settings) {
    Random model = new Random(settings.modelSeed());
    double[][] directions = new double[settings.drifting()][settings.attributes()];
    for (double[] direction : directions) {
      double square = 0;
      for (int i = 0; i < direction.length; i++) {
        direction[i] = model.nextDouble();
        square += direction[i] * direction[i];
      }
      double length = Math.sqrt(square);
      for (int i = 0; i < direction.length; i++) {
        direction[i] /= length;
      }
    }
    return directions;
  }

  @Override
  public StreamSchema schema() {
    return schema;
  }

  @Override
  public boolean next(Instance into) {
    for (int c = 0; c < directions.length; c++) {
      move(centres[c], directions[c]);
    }
    int chosen = choose();
    double[] x = into.x;
    double square = 0;
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextDouble() * 2 - 1;
      square += x[i] * x[i];
    }
    double scale = random.nextGaussian() * spreads[chosen] / Math.sqrt(square);
    double[] centre = centres[chosen];
    for (int i = 0; i < x.length; i++) {
      x[i] = centre[i] + x[i] * scale;
    }
    into.label = labels[chosen];
    return true;
  }

  private void move(double[] centre, double[] direction) {
    for (int i = 0; i < centre.length; i++) {
      centre[i] += direction[i] * speed;
      if (centre[i] > 1) {
        centre[i] = 1;
        direction[i] = -direction[i];
      } else if (centre[i] < 0) {
        centre[i] = 0;
        direction[i] = -direction[i];
      }
    }
  }

  private int choose() {
    double drawn = random.nextDouble() * weightSum;
    double sum = weights[0];
    int chosen = 0;
    while (sum <= drawn && chosen < weights.length - 1) {
      sum += weights[++chosen];
    }
    return chosen;
  }
}
