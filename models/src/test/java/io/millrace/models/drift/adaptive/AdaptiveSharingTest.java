/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.adaptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.drift.evaluate.Prequential;
import io.millrace.models.drift.generator.Hyperplane;
import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Samples;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.piece.MemoryPieces;
import org.junit.jupiter.api.Test;

/** Parameters that leave a mixture, and those that come back to it. */
class AdaptiveSharingTest {
  private static final AdaptiveSettings STANDARD = AdaptiveSettings.standard();
  private static final int WIDTH = 10;

  private static Adaptive numeric() {
    return new Adaptive(STANDARD, Attributes.numeric(WIDTH), 2, 42);
  }

  private static InstanceStream plane() {
    return new Hyperplane(Hyperplane.Settings.defaults(0, 5));
  }

  private static double accuracy(Adaptive mixture, int skip, int instances) {
    Prequential judged = new Prequential(mixture, WIDTH, 0);
    InstanceStream stream = plane();
    Instance instance = new Instance(WIDTH);
    for (int i = 0; i < skip; i++) {
      stream.next(instance);
    }
    int right = 0;
    for (int i = 0; i < instances; i++) {
      stream.next(instance);
      right += judged.accept(instance).winner() == instance.label ? 1 : 0;
    }
    return (double) right / instances;
  }

  @Test
  void aPartThatBeginsWithSharedParametersStartsBetter() {
    Adaptive experienced = numeric();
    accuracy(experienced, 0, 20_000);
    Adaptive heir = numeric();
    heir.parameters(experienced.parameters());
    assertThat(heir.parameters()).isEqualTo(experienced.parameters());
    assertThat(accuracy(heir, 20_000, 500)).isGreaterThan(accuracy(numeric(), 20_000, 500) + 0.05);
  }

  @Test
  void sharedParametersAreState() {
    Adaptive experienced = numeric();
    accuracy(experienced, 0, 500);
    Adaptive heir = numeric();
    MemoryPieces store = new MemoryPieces();
    accuracy(heir, 500, 100);
    heir.writeChanges(store);
    heir.parameters(experienced.parameters());
    heir.writeChanges(store);
    Adaptive restored = numeric();
    restored.restore(store.source());
    assertThat(restored.parameters()).isEqualTo(experienced.parameters());
  }

  @Test
  void theVoteAfterTakingOverIsANewOne() {
    Adaptive mixture = numeric();
    accuracy(mixture, 0, 500);
    double[] x = {1, 0, 1, 0, 1, 0, 1, 0, 1, 0};
    Votes before = new Votes();
    mixture.vote(x, before);
    mixture.parameters(new float[mixture.parameters().length]);
    Votes after = new Votes();
    mixture.vote(x, after);
    assertThat(before.of(0)).isNotEqualTo(0.5);
    assertThat(after.of(0)).isEqualTo(0.5);
  }

  /** Rows of nominal values are numbered as they come. */
  @Test
  void withNominalAttributesOnlyTheRouterIsShared() {
    Adaptive mixture = new Adaptive(STANDARD, Samples.attributes(), 2, 42);
    assertThat(mixture.parameters()).hasSize(mixture.experts());
  }

  @Test
  void parametersThatDoNotFitChangeNothing() {
    Adaptive mixture = numeric();
    float[] before = mixture.parameters();
    float[] broken = before.clone();
    broken[3] = Float.POSITIVE_INFINITY;
    assertThatThrownBy(() -> mixture.parameters(broken)).hasMessageContaining("Infinity");
    assertThatThrownBy(() -> mixture.parameters(new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 parameters for a learner of " + before.length);
    assertThat(mixture.parameters()).isEqualTo(before);
  }
}
