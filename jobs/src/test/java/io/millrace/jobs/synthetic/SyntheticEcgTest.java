/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyntheticEcgTest {
  private static final int RATE = 360;

  @Test
  void equalSeedsGiveEqualSignalsWhateverTheReads() {
    EcgProfile profile = EcgProfile.random(7);
    float[] whole = read(new SyntheticEcg(profile, RATE), 10_000);
    SyntheticEcg piecewise = new SyntheticEcg(profile, RATE);
    float[] pieces = new float[10_000];
    for (int at = 0, length = 1; at < pieces.length; at += length, length = length * 2 % 997 + 1) {
      length = Math.min(length, pieces.length - at);
      piecewise.read(pieces, at, length);
    }

    assertThat(pieces).isEqualTo(whole);
    assertThat(read(new SyntheticEcg(EcgProfile.random(8), RATE), 10_000)).isNotEqualTo(whole);
  }

  @Test
  void theClosedFormPhaseEqualsThePapersThreeEquations() {
    SyntheticEcg ecg = new SyntheticEcg(EcgProfile.clean(3), RATE);
    PaperModel paper = new PaperModel(new HeartRhythm(EcgProfile.clean(3)), ecg.phase());
    int length = 30 * RATE;
    float[] signal = read(ecg, length);
    double[] expected = paper.solve(length, RATE);

    // After some seconds the paper's point is on the circle too.
    double worst = 0;
    for (int i = 15 * RATE; i < length; i++) {
      worst = Math.max(worst, Math.abs(signal[i] - expected[i]));
    }
    assertThat(worst).isLessThan(0.02);
  }

  @Test
  void aBeatIsWhereTheSignalPeaks() {
    SyntheticEcg ecg = new SyntheticEcg(EcgProfile.clean(5).withEctopics(0.1, 0.1), RATE);
    float[] signal = read(ecg, 120 * RATE);
    for (Beat beat : ecg.drainBeats()) {
      int at = (int) beat.sample();
      if (at < RATE || at + RATE >= signal.length) {
        continue;
      }
      int peak = at;
      for (int i = at - 30; i <= at + 30; i++) {
        if (signal[i] > signal[peak]) {
          peak = i;
        }
      }
      assertThat(Math.abs(peak - at)).as("beat at %d", at).isLessThanOrEqualTo(4);
    }
  }

  @Test
  void ventricularBeatsAreEarlyWideAndFollowedByAPause() {
    SyntheticEcg ecg = new SyntheticEcg(EcgProfile.clean(9).withEctopics(0.05, 0), RATE);
    float[] signal = read(ecg, 300 * RATE);
    List<Beat> beats = ecg.drainBeats();

    int seen = 0;
    for (int i = 2; i < beats.size() - 2; i++) {
      if (beats.get(i).kind() != Beat.Kind.VENTRICULAR) {
        continue;
      }
      seen++;
      double before = beats.get(i).sample() - beats.get(i - 1).sample();
      double after = beats.get(i + 1).sample() - beats.get(i).sample();
      assertThat(before).isLessThan(0.75 * RATE);
      assertThat(before + after).isCloseTo(2.0 * RATE, within(0.2 * RATE));
      assertThat(widthAtHalf(signal, (int) beats.get(i).sample()))
          .isGreaterThan(1.5 * widthAtHalf(signal, (int) beats.get(i - 1).sample()));
    }
    assertThat(seen).isGreaterThan(5);
  }

  @Test
  void ectopicBeatsOccurAsOftenAsAskedFor() {
    SyntheticEcg ecg = new SyntheticEcg(EcgProfile.clean(11).withEctopics(0.1, 0.05), RATE);
    read(ecg, 3000 * RATE);
    List<Beat> beats = ecg.drainBeats();
    long sinusBefore = 0;
    long ventricular = 0;
    long supraventricular = 0;
    for (int i = 1; i < beats.size(); i++) {
      boolean free =
          beats.get(i - 1).kind() == Beat.Kind.NORMAL
              && (i < 2 || beats.get(i - 2).kind() != Beat.Kind.VENTRICULAR);
      sinusBefore += free ? 1 : 0;
      ventricular += beats.get(i).kind() == Beat.Kind.VENTRICULAR ? 1 : 0;
      supraventricular += beats.get(i).kind() == Beat.Kind.SUPRAVENTRICULAR ? 1 : 0;
    }

    assertThat(ventricular / (double) sinusBefore).isCloseTo(0.1, within(0.025));
    assertThat(supraventricular / (double) sinusBefore).isCloseTo(0.05, within(0.02));
  }

  @Test
  void theElectrodeAddsWhatTheProfileSays() {
    EcgProfile quiet = EcgProfile.clean(13);
    EcgProfile humming = new EcgProfile(13, 60, 1, 0.5, 0.25, 1, 0, 0, 1, 0, 0.1, 50, 0, -0.3);
    float[] clean = read(new SyntheticEcg(quiet, RATE), 10 * RATE);
    float[] noisy = read(new SyntheticEcg(humming, RATE), 10 * RATE);

    double mean = 0;
    double power = 0;
    for (int i = 0; i < clean.length; i++) {
      mean += (noisy[i] - clean[i]) / clean.length;
    }
    for (int i = 0; i < clean.length; i++) {
      power += Math.pow(noisy[i] - clean[i] - mean, 2) / clean.length;
    }
    assertThat(mean).isCloseTo(-0.3, within(1e-3));
    assertThat(Math.sqrt(2 * power)).isCloseTo(0.1, within(1e-3));
  }

  @Test
  void severalHundredStreamsAreCheaperThanRealTime() {
    List<SyntheticEcg> streams = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      streams.add(new SyntheticEcg(EcgProfile.random(i), RATE));
    }
    float[] frame = new float[RATE];
    long begin = System.nanoTime();
    for (int second = 0; second < 4; second++) {
      for (SyntheticEcg stream : streams) {
        stream.read(frame, 0, frame.length);
      }
    }
    double perSecond = (System.nanoTime() - begin) / 4e9;

    assertThat(perSecond).isLessThan(0.5);
  }

  @Test
  void impossibleFiguresAreRefused() {
    assertThatThrownBy(() -> new SyntheticEcg(EcgProfile.clean(1), 50))
        .hasMessageContaining("sampling rate 50.0");
    assertThatThrownBy(() -> EcgProfile.clean(1).withEctopics(0.7, 0.7))
        .hasMessageContaining("0.7");
  }

  private static float[] read(SyntheticEcg ecg, int length) {
    float[] signal = new float[length];
    ecg.read(signal, 0, length);
    return signal;
  }

  private static double widthAtHalf(float[] signal, int peak) {
    int left = peak;
    int right = peak;
    while (signal[left] > signal[peak] / 2) {
      left--;
    }
    while (signal[right] > signal[peak] / 2) {
      right++;
    }
    return right - left;
  }
}
