/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModelShapeTest {
  private static final int F = ModelShape.FRAGMENT;
  private final ModelShape shape =
      new ModelShape(
          List.of(
              TensorShape.of("a", 3, 5),
              TensorShape.of("empty", 0),
              TensorShape.of("b", 2L * F + 1),
              TensorShape.of("scalar")));

  @Test
  void fragmentsCoverEveryValueOnce() {
    assertThat(shape.fragments()).isEqualTo(5);
    long values = 0;
    for (int i = 0; i < shape.fragments(); i++) {
      Fragment fragment = shape.fragment(i);
      assertThat(fragment.index()).isEqualTo(i);
      assertThat(shape.locate(fragment.tensor(), fragment.offset(), fragment.length()))
          .isEqualTo(fragment);
      values += fragment.length();
    }
    assertThat(values).isEqualTo(shape.values());
    assertThat(shape.fragment(1).tensor()).isEqualTo(2);
    assertThat(shape.fragment(3)).isEqualTo(new Fragment(3, 2, 2L * F, 1));
  }

  @Test
  void chunksThatAreNoFragmentAreRefused() {
    assertThatThrownBy(() -> shape.locate(4, 0, 1)).hasMessageContaining("tensor 4");
    assertThatThrownBy(() -> shape.locate(-1, 0, 1)).isInstanceOf(ShapeMismatchException.class);
    assertThatThrownBy(() -> shape.locate(2, 17, F)).hasMessageContaining("17");
    assertThatThrownBy(() -> shape.locate(2, -F, F)).isInstanceOf(ShapeMismatchException.class);
    assertThatThrownBy(() -> shape.locate(2, 3L * F, 1)).isInstanceOf(ShapeMismatchException.class);
    assertThatThrownBy(() -> shape.locate(0, 0, 16)).hasMessageContaining("must have 15");
    assertThatThrownBy(() -> shape.locate(1, 0, 0)).isInstanceOf(ShapeMismatchException.class);
  }

  @Test
  void coverageCountsWhatIsMissingAndRefusesRepeats() {
    Coverage coverage = new Coverage(shape);
    assertThat(coverage.mark(shape.fragment(1))).isTrue();
    assertThat(coverage.mark(shape.fragment(1))).isFalse();
    assertThat(coverage.firstMissing()).isZero();
    Coverage restored = Coverage.restored(shape, coverage.words());
    for (int i : new int[] {0, 2, 3, 4}) {
      assertThat(restored.complete()).isFalse();
      restored.mark(shape.fragment(i));
    }
    assertThat(restored.complete()).isTrue();
    assertThat(restored.firstMissing()).isEqualTo(-1);
    assertThatThrownBy(() -> Coverage.restored(shape, new long[] {1L << 5}))
        .hasMessageContaining("fragment 5");
  }

  @Test
  void absurdShapesAreRefused() {
    assertThatThrownBy(() -> TensorShape.of("x", Long.MAX_VALUE, 3)).hasMessageContaining("2^63");
    assertThatThrownBy(() -> TensorShape.of("x", -1)).hasMessageContaining("-1");
    assertThatThrownBy(() -> ModelShape.flat(Long.MAX_VALUE)).hasMessageContaining("fragments");
    assertThatThrownBy(
            () -> new ModelShape(List.of(TensorShape.of("x", 1), TensorShape.of("x", 2))))
        .hasMessageContaining("'x'");
  }
}
