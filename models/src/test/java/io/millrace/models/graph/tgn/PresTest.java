/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.tgn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.graph.node.HeapNodes;
import io.millrace.models.graph.node.NodeLayout;
import io.millrace.models.neural.batch.Parameters;
import org.junit.jupiter.api.Test;

class PresTest {
  private final NodeLayout layout = new NodeLayout();
  private final Pres.Places places = Pres.Places.claim(layout, 3);
  private final HeapNodes nodes = new HeapNodes(layout);
  private final Parameters parameters = new Parameters(1);
  private final Pres pres = new Pres(new PresSettings(0.75, 2), nodes, parameters, places, 3);
  private final int slot = nodes.slot(5);

  @Test
  void withoutAPastTheCellIsRight() {
    float[] fresh = {0.1f, 0.2f, 0.3f};
    pres.fit(1);
    pres.correct(slot, 10, new float[3], fresh, 0);
    assertThat(fresh).containsExactly(0.1f, 0.2f, 0.3f);
  }

  @Test
  void memoriesGoOnAtTheirMeanRateAndAreCorrected() {
    float[] zero = new float[3];
    pres.observe(slot, Pres.CAME, 10, zero, 0, new float[] {0.1f, 0.2f, 0}, 0);
    pres.observe(slot, Pres.ABSENT, 5, zero, 0, new float[] {0.15f, 0, 0}, 0);
    pres.observe(slot, Pres.CAME, 0, zero, 0, new float[] {9, 9, 9}, 0);
    // Mean rates: 0.02, 0.01, 0.
    float[] old = {0.5f, 0.95f, 0};
    float[] fresh = {0.3f, 0.6f, -0.4f};
    pres.fit(1);
    pres.correct(slot, 10, old, fresh, 0);
    assertThat(fresh[0]).isCloseTo(0.25f * 0.7f + 0.75f * 0.3f, within(1e-5f));
    assertThat(fresh[1]).isCloseTo(0.25f + 0.75f * 0.6f, within(1e-5f));
    assertThat(fresh[2]).isCloseTo(0.75f * -0.4f, within(1e-5f));
  }

  @Test
  void coherencePullsMemoriesInTheDirectionTheyHad() {
    float[] old = {0.5f, -0.2f, 0.1f};
    float[] fresh = {0.1f, 0.4f, -0.3f};
    pres.fit(1);
    pres.correct(slot, 10, old, fresh, 0);
    float[] g = new float[3];
    pres.backward(old, fresh, g, 1);
    for (int i = 0; i < 3; i++) {
      float[] up = fresh.clone();
      float[] down = fresh.clone();
      up[i] += 1e-3f;
      down[i] -= 1e-3f;
      double expected = 2 * (apart(old, up) - apart(old, down)) / 2e-3;
      assertThat((double) g[i]).isCloseTo(expected, within(5e-3));
    }
  }

  private static double apart(float[] a, float[] b) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      dot += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    return 1 - dot / Math.sqrt(aa * bb);
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new PresSettings(1, 0)).hasMessageContaining("gate=1.0");
    assertThatThrownBy(() -> new PresSettings(0.5, -1)).hasMessageContaining("coherence=-1.0");
  }
}
