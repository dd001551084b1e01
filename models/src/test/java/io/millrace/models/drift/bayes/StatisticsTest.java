/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.bayes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Features;
import io.millrace.models.drift.learner.Samples;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StatisticsTest {
  private static final Attributes ATTRIBUTES = Samples.attributes();

  private final Features features = new Features(ATTRIBUTES);
  private final Likelihoods scratch = new Likelihoods();

  @Test
  void meansAndVariancesAreThoseOfTheInstances() {
    Statistics s = new Statistics(Selection.all(ATTRIBUTES));
    Samples samples = Samples.steady(3);
    double[] values = new double[1_000];
    int own = 0;
    for (int i = 0; i < 1_000; i++) {
      samples.next();
      features.take(samples.x);
      s.add(features, samples.label, 1);
      if (samples.label == s.label(0)) {
        values[own++] = samples.x[1];
      }
    }
    double[] present = Arrays.copyOf(values, own);
    double mean = Arrays.stream(present).average().orElseThrow();
    double variance = Arrays.stream(present).map(v -> (v - mean) * (v - mean)).sum() / (own - 1);
    assertThat(s.weight(0)).isEqualTo(own);
    assertThat(s.mean(0, 1)).isCloseTo(mean, within(1e-12));
    assertThat(s.variance(0, 1)).isCloseTo(variance, within(1e-12));
    double least = Arrays.stream(present).min().orElseThrow();
    assertThat(s.least(0, 1)).isLessThanOrEqualTo(least).isCloseTo(least, within(1e-5));
    double greatest = Arrays.stream(present).max().orElseThrow();
    assertThat(s.greatest(0, 1)).isGreaterThanOrEqualTo(greatest).isCloseTo(greatest, within(1e-5));
  }

  @Test
  void codesBeyondTheBoundCountAsMissing() {
    Attributes nominal = nominal(10_000);
    Features taken = new Features(nominal);
    Statistics s = new Statistics(Selection.all(nominal));
    double[] low = new double[10_000];
    taken.take(low);
    s.add(taken, 0, 1);
    double[] high = new double[10_000];
    Arrays.fill(high, Features.MAX_CODE);
    taken.take(high);
    s.add(taken, 1, 1);
    s.add(taken, 0, 2);
    assertThat(s.heapBytes()).isLessThan(6 << 20);
    long known = 0;
    for (int j = 0; j < 10_000; j++) {
      known += s.codes(j);
    }
    assertThat(known).isBetween(Statistics.MAX_CODES / 2L, (long) Statistics.MAX_CODES);
    assertThat(s.codes(0)).as("the first ones fit").isEqualTo(Features.MAX_CODE + 1);
    assertThat(s.count(0, 0, Features.MAX_CODE)).isEqualTo(2);
    assertThat(s.codes(9_999)).as("the last ones do not").isEqualTo(1);
    assertThat(s.count(0, 9_999, 0)).isEqualTo(1);

    PieceWriter out = new PieceWriter().begin();
    s.write(out);
    PieceReader in = new PieceReader(0, out.bytes(), out.length());
    Statistics restored = Statistics.read(in, s.selection());
    in.end();
    assertThat(restored.heapBytes()).isEqualTo(s.heapBytes());
    Votes expected = new Votes();
    Votes actual = new Votes();
    for (Statistics each : new Statistics[] {s, restored}) {
      each.add(taken, 1, 1);
      Votes into = each == s ? expected : actual;
      into.clear(2);
      each.votes(taken, new double[] {3, 2}, 2, scratch, into);
    }
    for (int c = 0; c < 2; c++) {
      assertThat(actual.of(c)).isEqualTo(expected.of(c)).isFinite();
    }
  }

  private static Attributes nominal(int count) {
    BitSet all = new BitSet();
    all.set(0, count);
    return Attributes.of(count, all);
  }

  @Test
  void votesAreThePriorTimesTheDensities() {
    for (boolean gaps : new boolean[] {false, true}) {
      Statistics s = new Statistics(Selection.all(ATTRIBUTES));
      Samples samples = gaps ? Samples.gappy(5) : Samples.steady(5);
      Votes votes = new Votes();
      double[] prior = {0.1, 3, 2, 0, 0, 1};
      for (int i = 0; i < 3_000; i++) {
        samples.next();
        features.take(samples.x);
        s.add(features, samples.label, 1 + i % 2);
        if (i > 50) {
          votes.clear(6);
          s.votes(features, prior, 6, scratch, votes);
          for (int r = 0; r < s.size(); r++) {
            double expected = prior[s.label(r)] / 6.1 * density(s, r, features.values());
            if (expected > 1e-12) {
              assertThat(votes.of(s.label(r)) / expected).isCloseTo(1, within(1e-9));
            }
          }
        }
      }
    }
  }

  private static double density(Statistics s, int row, double[] x) {
    double product = 1;
    for (int i = 0; i < 4; i++) {
      double variance = s.variance(row, i);
      double distance = x[i] - s.mean(row, i);
      if (!Double.isNaN(x[i]) && variance > 0) {
        product *=
            Math.exp(-Math.min(50, distance * distance / (2 * variance)))
                / Math.sqrt(2 * Math.PI * variance);
      } else if (distance != 0 && !Double.isNaN(x[i])) {
        product *= Math.exp(-50);
      }
    }
    for (int j = 0; j < 3; j++) {
      double whole = 0;
      for (int code = 0; code < s.codes(j); code++) {
        whole += s.count(row, j, code);
      }
      double v = x[4 + j];
      if (!Double.isNaN(v)) {
        double count = v < s.codes(j) ? s.count(row, j, (int) v) : 0;
        product *= (count + 1) / (whole + s.codes(j));
      }
    }
    return product;
  }

  @Test
  void farAwayInstancesStillHaveAWinner() {
    Statistics s = new Statistics(Selection.all(Attributes.numeric(400)));
    Features wide = new Features(Attributes.numeric(400));
    Random random = new Random(3);
    double[] x = new double[400];
    for (int i = 0; i < 300; i++) {
      for (int a = 0; a < 400; a++) {
        x[a] = (random.nextGaussian() + i % 2) * (a % 2 == 0 ? 1e-9 : 1e9);
      }
      wide.take(x);
      s.add(wide, i % 2, 1);
    }
    Votes votes = new Votes();
    for (double far : new double[] {0, 1, 5, 1e3, 1e25, -1e25}) {
      for (int a = 0; a < 400; a++) {
        x[a] = (1 + far) * (a % 2 == 0 ? 1e-9 : 1e9);
      }
      wide.take(x);
      votes.clear(2);
      s.votes(wide, new double[] {1, 1}, 2, scratch, votes);
      assertThat(votes.sum()).as("%s", far).isFinite().isPositive();
    }
    Arrays.setAll(x, a -> a % 2 == 0 ? 1e-9 : 1e9);
    wide.take(x);
    votes.clear(2);
    s.votes(wide, new double[] {1, 1}, 2, scratch, votes);
    assertThat(votes.winner()).isOne();
  }

  @Test
  void whatIsReadIsWhatWasWritten() {
    Statistics s = new Statistics(Selection.all(ATTRIBUTES));
    Samples samples = Samples.gappy(8);
    PieceWriter out = new PieceWriter();
    for (int i = 0; i < 2_000; i++) {
      samples.next();
      features.take(samples.x);
      s.add(features, samples.label, i % 5 == 0 ? 0.3 : 1);
      if (i % 97 == 0 || i < 10) {
        out.begin();
        s.write(out);
        byte[] first = Arrays.copyOf(out.bytes(), out.length());
        PieceReader in = new PieceReader(1, first, first.length);
        Statistics read = Statistics.read(in, s.selection());
        in.end();
        assertThat(read.heapBytes()).isEqualTo(s.heapBytes());
        out.begin();
        read.write(out);
        assertThat(Arrays.copyOf(out.bytes(), out.length())).isEqualTo(first);
      }
    }
  }

  @Test
  void constantsTakeFewBytes() {
    Statistics s = new Statistics(Selection.all(Attributes.numeric(40)));
    Features wide = new Features(Attributes.numeric(40));
    wide.take(new double[40]);
    for (int i = 0; i < 100; i++) {
      s.add(wide, 0, 1);
    }
    PieceWriter out = new PieceWriter();
    s.write(out.begin());
    assertThat(out.length()).isLessThan(20);
  }

  @Test
  void subspacesAreDrawnWithoutRepetition() {
    for (int seed = 0; seed < 100; seed++) {
      Selection selection = Selection.random(ATTRIBUTES, 3, seed);
      assertThat(selection.numericCount() + selection.nominalCount()).isEqualTo(3);
      assertThat(selection.numeric).doesNotHaveDuplicates().isSorted();
      assertThat(selection.nominal).doesNotHaveDuplicates().isSorted();
    }
    assertThat(Selection.random(ATTRIBUTES, 7, 1).numericCount()).isEqualTo(4);
    assertThat(Selection.random(ATTRIBUTES, 2, 1).numeric)
        .isEqualTo(Selection.random(ATTRIBUTES, 2, 1).numeric);
  }
}
