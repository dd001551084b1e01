/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.models.drift.stream.Attribute;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.StreamSchema;
import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.drift.transit.LateLabel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelledSenderTest {
  private static final StreamSchema SCHEMA =
      new StreamSchema(
          "s",
          List.of(
              new Attribute.Numeric("size"), new Attribute.Nominal("colour", List.of("r", "g"))),
          List.of("no", "yes"));

  private final List<DriftEvent> sent = new ArrayList<>();
  private final Instance instance = SCHEMA.newInstance();

  private void send(LabelledSender sender, int label, long millis) {
    instance.label = label;
    sender.send(instance, millis);
  }

  @Test
  void immediateLabelsGoWithTheirInstances() {
    LabelledSender sender = new LabelledSender(sent::add, "a", SCHEMA, 0);
    send(sender, 1, 100);
    send(sender, Instance.UNLABELLED, 101);

    assertThat(sent).hasSize(2).allMatch(Arrival.class::isInstance);
    Arrival first = (Arrival) sent.get(0);
    assertThat(first.streamId()).isEqualTo("a");
    assertThat(first.instanceId()).isEqualTo("0");
    assertThat(first.timeMillis()).isEqualTo(100);
    assertThat(first.nominal()).containsExactly(1);
    assertThat(first.label().code()).isEqualTo(1);
    assertThat(((Arrival) sent.get(1)).label()).isNull();
  }

  @Test
  void lateLabelsFollowTheInstanceThatIsSoManyBehind() {
    LabelledSender sender = new LabelledSender(sent::add, "a", SCHEMA, 2);
    for (int i = 0; i < 5; i++) {
      send(sender, i == 1 ? Instance.UNLABELLED : i % 2, 100 + i);
    }

    assertThat(sent)
        .extracting(DriftEvent::instanceId)
        .as("instances 0 to 4; labels of 0 after 2, none of 1 and of 2 after 4")
        .containsExactly("0", "1", "2", "0", "3", "4", "2");
    assertThat(sent)
        .filteredOn(Arrival.class::isInstance)
        .allMatch(e -> ((Arrival) e).label() == null);
    LateLabel last = (LateLabel) sent.get(6);
    assertThat(last.timeMillis()).as("the time of the instance before it").isEqualTo(104);
    assertThat(last.label().code()).isZero();
  }

  @Test
  void labelsDoNotComeBeforeTheirInstances() {
    assertThatThrownBy(() -> new LabelledSender(sent::add, "a", SCHEMA, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1");
  }
}
