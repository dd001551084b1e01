/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.synthetic;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * An endless electrocardiogram in millivolts.
 *
 * <p>The model of McSharry et al. moves a point (x, y, z) around the unit circle, one turn per
 * heart beat, and z is the potential: equation (1), {@code dx/dt = a x - w y}, {@code dy/dt = a y +
 * w x} with {@code a = 1 - sqrt(x^2 + y^2)}, and {@code dz/dt = -sum_i c_i d_i exp(-d_i^2 / 2
 * b_i^2) - (z - z0)} with {@code d_i} the phase from wave i. It begins on the circle, where {@code
 * a = 0} and x and y are the cosine and sine of a phase that is known in closed form; only z is
 * integrated, by Runge-Kutta of fourth order. Amplitudes are per radian, {@code c_i = w A_i /
 * b_i^2} (Sameni et al., EURASIP J. Adv. Signal Process. 2007), so that A_i is in millivolts at any
 * rate and pauses leave no step. Between two R peaks the phase moves from 0 to 2 pi, the first half
 * with the waves of the beat that was, the second with those of the beat to come.
 */
public final class SyntheticEcg {
  private static final double TURN = 2 * Math.PI;

  private final EcgProfile profile;
  private final double samplingRate;
  private final HeartRhythm rhythm;
  private final ElectrodeNoise noise;
  private final Map<Beat.Kind, Morphology> kinds = new EnumMap<>(Beat.Kind.class);
  private final List<Beat> beats = new ArrayList<>();

  private long samples;
  private double time;
  private double z;
  private double phase;
  private double speed;
  private Morphology falling;
  private Morphology rising;
  private Beat.Kind next;

  /**
   * A signal that begins in the middle between two beats.
   *
   * @param samplingRate samples per second, at least 100
   */
  public SyntheticEcg(EcgProfile profile, double samplingRate) {
    if (samplingRate < 100) {
      throw new IllegalArgumentException(
          "sampling rate " + samplingRate + " is below 100 Hz, too low for a QRS complex");
    }
    this.profile = profile;
    this.samplingRate = samplingRate;
    this.rhythm = new HeartRhythm(profile);
    this.noise = new ElectrodeNoise(profile, samplingRate);
    kinds.put(Beat.Kind.NORMAL, Morphology.normal(profile.scale()));
    kinds.put(Beat.Kind.SUPRAVENTRICULAR, Morphology.supraventricular(profile.scale()));
    kinds.put(
        Beat.Kind.VENTRICULAR,
        Morphology.ventricular(profile.scale() * profile.ventricularScale()));
    this.next = Beat.Kind.NORMAL;
    beat();
    // Streams of equal rate must not beat in unison.
    this.phase = Math.PI + EcgProfile.random(profile.seed(), 4).nextDouble(Math.PI / 3);
  }

  /** Number of the sample that comes next. */
  public long position() {
    return samples;
  }

  /** The phase of the next sample in radians, 2 pi being the next R peak. */
  double phase() {
    return phase;
  }

  /** Fills part of an array with the next samples, in millivolts. */
  public void read(float[] target, int offset, int length) {
    double step = 1 / samplingRate;
    for (int i = offset; i < offset + length; i++) {
      target[i] = (float) (z + noise.next());
      integrate(step);
      samples++;
    }
  }

  /** The beats whose R peak lies before {@link #position()} and that were not drained yet. */
  public List<Beat> drainBeats() {
    List<Beat> drained = List.copyOf(beats);
    beats.clear();
    return drained;
  }

  private void integrate(double step) {
    double remaining = step;
    double untilPeak = (TURN - phase) / speed;
    if (untilPeak <= remaining) {
      // The speed changes at the R peak: no step may reach across it.
      rungeKutta(untilPeak);
      remaining -= untilPeak;
      beats.add(new Beat(Math.round(time * samplingRate), next));
      phase = 0;
      beat();
    }
    rungeKutta(remaining);
  }

  private void rungeKutta(double step) {
    double first = slope(time, phase, z);
    double middlePhase = phase + speed * step / 2;
    double second = slope(time + step / 2, middlePhase, z + first * step / 2);
    double third = slope(time + step / 2, middlePhase, z + second * step / 2);
    phase += speed * step;
    time += step;
    double fourth = slope(time, phase, z + third * step);
    z += step / 6 * (first + 2 * second + 2 * third + fourth);
  }

  private double slope(double at, double angle, double potential) {
    double waves = angle < Math.PI ? falling.slope(angle) : rising.slope(angle - TURN);
    double baseline = profile.wander() * Math.sin(TURN * profile.breathing() * at);
    return speed * waves - (potential - baseline);
  }

  /** Prepares the way from the beat that just happened to the next one. */
  private void beat() {
    Morphology current = kinds.get(next);
    rhythm.advance();
    next = rhythm.kind();
    double interval = rhythm.interval();
    speed = TURN / interval;
    falling = current.at(interval);
    rising = kinds.get(next).at(interval);
  }
}
