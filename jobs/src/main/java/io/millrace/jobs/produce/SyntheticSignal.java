/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.produce;

import io.millrace.jobs.synthetic.EcgProfile;
import io.millrace.jobs.synthetic.SyntheticEcg;
import java.util.ArrayList;
import java.util.List;

/** A synthetic electrocardiogram as a stream. */
public final class SyntheticSignal implements Signal {
  /** Of the generated signals, in samples per second; that of the MIT-BIH database. */
  public static final float SAMPLING_RATE = 360;

  private final String streamId;
  private final SyntheticEcg ecg;
  private final long length;

  /**
   * A patient's signal.
   *
   * @param length in samples
   */
  public SyntheticSignal(String streamId, EcgProfile profile, long length) {
    this.streamId = streamId;
    this.ecg = new SyntheticEcg(profile, SAMPLING_RATE);
    this.length = length;
  }

  /**
   * Signals of many patients, named {@code ecg-0000} and so on.
   *
   * @param seed equal seeds give equal patients
   * @param length of each in samples
   */
  public static List<Signal> patients(int count, long seed, long length) {
    List<Signal> signals = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      signals.add(
          new SyntheticSignal(
              "ecg-%04d".formatted(i), EcgProfile.random(seed * 1_000_003 + i), length));
    }
    return signals;
  }

  @Override
  public String streamId() {
    return streamId;
  }

  @Override
  public float samplingRate() {
    return SAMPLING_RATE;
  }

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public float[] read(int count) {
    float[] samples = new float[(int) Math.min(count, length - ecg.position())];
    ecg.read(samples, 0, samples.length);
    return samples;
  }
}
