/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.synthetic;

import java.util.random.RandomGenerator;

/**
 * What an electrode adds: an offset, a slowly wandering baseline (an Ornstein-Uhlenbeck process of
 * four seconds), mains hum, and muscle noise (differenced white noise, in bursts).
 */
final class ElectrodeNoise {
  private static final double WANDER_SECONDS = 4;
  private static final double BURST_SECONDS = 2;
  private static final double BURSTS_PER_SECOND = 0.02;
  private static final double BURST_GAIN = 3;

  private final EcgProfile profile;
  private final RandomGenerator random;
  private final double seconds;
  private final double decay;
  private final double kick;
  private final double turnCosine;
  private final double turnSine;

  private double baseline;
  private double humCosine;
  private double humSine;
  private double white;
  private double burst;

  ElectrodeNoise(EcgProfile profile, double samplingRate) {
    this.profile = profile;
    this.random = EcgProfile.random(profile.seed(), 3);
    this.seconds = 1 / samplingRate;
    this.decay = Math.exp(-seconds / WANDER_SECONDS);
    this.kick = profile.wander() * Math.sqrt(1 - decay * decay);
    this.baseline = profile.wander() * random.nextGaussian();
    double turn = 2 * Math.PI * profile.mainsFrequency() / samplingRate;
    this.turnCosine = Math.cos(turn);
    this.turnSine = Math.sin(turn);
    double start = random.nextDouble(2 * Math.PI);
    this.humCosine = profile.mains() * Math.cos(start);
    this.humSine = profile.mains() * Math.sin(start);
  }

  /** The next sample's noise in millivolts. */
  double next() {
    baseline = baseline * decay + kick * random.nextGaussian();
    double turned = humCosine * turnCosine - humSine * turnSine;
    humSine = humCosine * turnSine + humSine * turnCosine;
    humCosine = turned;
    double before = white;
    white = random.nextGaussian();
    if (burst > 0) {
      burst -= seconds;
    } else if (random.nextDouble() < BURSTS_PER_SECOND * seconds) {
      burst = BURST_SECONDS * random.nextDouble();
    }
    double muscle = profile.muscle() * (white - before) / Math.sqrt(2);
    return profile.offset() + baseline + humSine + (burst > 0 ? BURST_GAIN : 1) * muscle;
  }
}
