/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.drift.learner.Attributes;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamSchemaTest {
  @Test
  void aLearnerIsToldWhichAttributesAreNominal() {
    StreamSchema schema =
        new StreamSchema(
            "s",
            List.of(new Attribute.Numeric("a"), new Attribute.Nominal("b", List.of("x"))),
            List.of("no", "yes"));
    Attributes attributes = schema.learnerAttributes();
    assertThat(attributes.count()).isEqualTo(2);
    assertThat(attributes.nominal(0)).isFalse();
    assertThat(attributes.nominal(1)).isTrue();
    assertThat(schema.newInstance().x).hasSize(2);
  }

  @Test
  void noAttributeAndTwoOfOneNameAreRefused() {
    assertThatThrownBy(() -> new StreamSchema("s", List.of(), List.of("a")))
        .hasMessageContaining("'s' has no attribute");
    assertThatThrownBy(
            () ->
                new StreamSchema(
                    "s",
                    List.of(new Attribute.Numeric("a"), new Attribute.Numeric("a")),
                    List.of("a")))
        .hasMessageContaining("two attributes 'a'");
    assertThatThrownBy(() -> new Instance(0)).hasMessageContaining("at least one");
  }

  @Test
  void aCopiedInstanceIsIndependent() {
    Instance a = new Instance(1);
    a.x[0] = 5;
    a.label = 2;
    Instance b = new Instance(1);
    b.copy(a);
    a.x[0] = 6;
    assertThat(b.x[0]).isEqualTo(5);
    assertThat(b.label).isEqualTo(2);
  }
}
