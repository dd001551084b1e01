/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.synthetic;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * A synthetic patient and electrode.
 *
 * @param seed of all that is random; equal profiles give equal signals
 * @param heartRate mean, in beats a minute
 * @param heartRateDeviation standard deviation of the rate, in beats a minute
 * @param lowToHigh power of the variability around 0.1 Hz relative to that at the breathing rate
 * @param breathing breaths a second
 * @param scale of all waves, one being an R peak of about a millivolt
 * @param ventricularRate probability that a sinus beat is followed by a ventricular one
 * @param supraventricularRate probability that it is followed by a supraventricular one
 * @param ventricularScale of the ventricular complexes; negative ones point downwards
 * @param wander deviation of the baseline in millivolts
 * @param mains amplitude of the mains hum in millivolts
 * @param mainsFrequency 50 or 60 Hz
 * @param muscle deviation of the muscle noise in millivolts
 * @param offset of the electrode in millivolts
 */
public record EcgProfile(
    long seed,
    double heartRate,
    double heartRateDeviation,
    double lowToHigh,
    double breathing,
    double scale,
    double ventricularRate,
    double supraventricularRate,
    double ventricularScale,
    double wander,
    double mains,
    double mainsFrequency,
    double muscle,
    double offset) {
  public EcgProfile {
    if (heartRate < 20 || heartRate > 300) {
      throw new IllegalArgumentException("heart rate " + heartRate + " is not in [20, 300]");
    }
    if (ventricularRate < 0
        || supraventricularRate < 0
        || ventricularRate + supraventricularRate > 1) {
      throw new IllegalArgumentException(
          "ectopic beat probabilities "
              + ventricularRate
              + " and "
              + supraventricularRate
              + " are negative or sum to more than one");
    }
  }

  /** A healthy heart at 60 beats a minute without noise, the paper's standard example. */
  public static EcgProfile clean(long seed) {
    return new EcgProfile(seed, 60, 1, 0.5, 0.25, 1, 0, 0, 1, 0, 0, 50, 0, 0);
  }

  /** Somebody: all figures drawn from ranges that are usual in ambulatory recordings. */
  public static EcgProfile random(long seed) {
    RandomGenerator random = random(seed, 1);
    boolean ectopic = random.nextDouble() < 0.6;
    return new EcgProfile(
        seed,
        random.nextDouble(55, 95),
        random.nextDouble(1, 4),
        random.nextDouble(0.4, 1.5),
        random.nextDouble(0.2, 0.3),
        random.nextDouble(0.8, 1.4),
        ectopic ? random.nextDouble(0.005, 0.12) : 0.002,
        ectopic ? random.nextDouble(0, 0.04) : 0.001,
        random.nextDouble() < 0.7 ? random.nextDouble(0.8, 1.3) : random.nextDouble(-1.3, -0.8),
        random.nextDouble(0.02, 0.1),
        random.nextDouble(0.002, 0.01),
        random.nextBoolean() ? 50 : 60,
        random.nextDouble(0.005, 0.02),
        random.nextDouble(-0.5, -0.1));
  }

  /** This profile with other ectopic beat probabilities. */
  public EcgProfile withEctopics(double ventricular, double supraventricular) {
    return new EcgProfile(
        seed,
        heartRate,
        heartRateDeviation,
        lowToHigh,
        breathing,
        scale,
        ventricular,
        supraventricular,
        ventricularScale,
        wander,
        mains,
        mainsFrequency,
        muscle,
        offset);
  }

  /** Independent random numbers for one purpose. */
  static RandomGenerator random(long seed, long purpose) {
    return RandomGeneratorFactory.of("L64X128MixRandom")
        .create(seed * 0x9E3779B97F4A7C15L + purpose);
  }
}
