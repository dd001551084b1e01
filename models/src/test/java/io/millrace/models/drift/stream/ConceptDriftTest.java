/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConceptDriftTest {
  private static final StreamSchema SCHEMA =
      new StreamSchema("constant", Attribute.numerics("x", 1), Attribute.names("c", 4));

  /** Says the same label for ever. */
  private record Constant(int label) implements InstanceStream {
    @Override
    public StreamSchema schema() {
      return SCHEMA;
    }

    @Override
    public boolean next(Instance into) {
      into.label = label;
      return true;
    }
  }

  private static double share(InstanceStream stream, int label, int skip, int instances) {
    Instance instance = stream.schema().newInstance();
    int hits = 0;
    for (int n = 0; n < skip + instances; n++) {
      stream.next(instance);
      hits += n >= skip && instance.label == label ? 1 : 0;
    }
    return (double) hits / instances;
  }

  private static InstanceStream drift(double position, double width) {
    return new ConceptDrift(new Constant(0), new Constant(1), position, width, 1);
  }

  @Test
  void theSigmoidIsOneHalfInTheMiddleAndFallsOffWithTheWidth() {
    assertThat(ConceptDrift.probability(500, 500, 100)).isEqualTo(0.5);
    assertThat(ConceptDrift.probability(550, 500, 100)).isCloseTo(0.8808, within(1e-4));
    assertThat(ConceptDrift.probability(450, 500, 100)).isCloseTo(0.1192, within(1e-4));
    assertThat(ConceptDrift.probability(1, 1e9, 1)).isZero();
    assertThat(ConceptDrift.probability(Long.MAX_VALUE, 5, 1)).isEqualTo(1);
  }

  @Test
  void anAbruptDriftChangesFromOneInstanceToTheNext() {
    assertThat(share(drift(1000, 1), 0, 0, 990)).isEqualTo(1);
    assertThat(share(drift(1000, 1), 1, 1010, 990)).isEqualTo(1);
  }

  @Test
  void aGradualDriftMixesBothConcepts() {
    assertThat(share(drift(20_000, 10_000), 1, 17_500, 5_000)).isCloseTo(0.5, within(0.03));
    assertThat(share(drift(20_000, 10_000), 1, 22_250, 500)).isCloseTo(0.731, within(0.06));
  }

  @Test
  void conceptsFollowEachOtherAndRecur() {
    InstanceStream stream =
        ConceptDrift.sequence(
            List.of(new Constant(0), new Constant(1), new Constant(2), new Constant(0)),
            List.of(100, 200, 300),
            1,
            7);
    Instance instance = stream.schema().newInstance();
    int[] labels = new int[400];
    for (int n = 0; n < labels.length; n++) {
      stream.next(instance);
      labels[n] = instance.label;
    }
    assertThat(new int[] {labels[50], labels[150], labels[250], labels[350]})
        .containsExactly(0, 1, 2, 0);
  }

  @Test
  void theSameSeedMixesTheSame() {
    Instance a = SCHEMA.newInstance();
    Instance b = SCHEMA.newInstance();
    InstanceStream one = drift(500, 500);
    InstanceStream other = drift(500, 500);
    for (int n = 0; n < 1_000; n++) {
      one.next(a);
      other.next(b);
      assertThat(a.label).isEqualTo(b.label);
    }
  }

  @Test
  void whatDoesNotFitTogetherIsRefused() {
    assertThatThrownBy(() -> drift(10, 0)).hasMessageContaining("must be above 0");
    InstanceStream other =
        new InstanceStream() {
          @Override
          public StreamSchema schema() {
            return new StreamSchema("other", Attribute.numerics("y", 1), List.of("a"));
          }

          @Override
          public boolean next(Instance into) {
            return false;
          }
        };
    assertThatThrownBy(() -> new ConceptDrift(new Constant(0), other, 10, 1, 1))
        .hasMessageContaining("'constant'")
        .hasMessageContaining("'other'");
    assertThatThrownBy(() -> ConceptDrift.sequence(List.of(new Constant(0)), List.of(1, 2), 1, 1))
        .hasMessageContaining("one concept more than drifts");
  }

  @Test
  void aLimitEndsTheStream() {
    InstanceStream stream = new Constant(3).limit(2);
    Instance instance = SCHEMA.newInstance();
    assertThat(stream.next(instance)).isTrue();
    assertThat(stream.next(instance)).isTrue();
    instance.label = 9;
    assertThat(stream.next(instance)).isFalse();
    assertThat(instance.label).isEqualTo(9);
    assertThatThrownBy(() -> new Constant(0).limit(-1)).hasMessageContaining("0 or more");
  }
}
