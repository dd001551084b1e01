/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.driftmoe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.avro.DecodingException;
import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.schemas.LabelledInstance;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstancesTest {
  private static final RecordCodec<LabelledInstance> CODEC = RecordCodec.of(LabelledInstance.class);

  private static LabelledInstance.Builder instance(int... nominal) {
    return LabelledInstance.newBuilder()
        .setStreamId("s")
        .setInstanceId("i")
        .setEventTime(Instant.ofEpochMilli(1000))
        .setFeatures(List.of(1.0, 2.0))
        .setNominal(Arrays.stream(nominal).boxed().toList());
  }

  private static KafkaRecord record(LabelledInstance instance) {
    return new KafkaRecord("t", 0, 1, 1000, null, CODEC.encode(instance), Map.of());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 2, 100_000_000, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void aNominalAttributeThatTheInstanceDoesNotHaveIsRefusedWhereItIsRead(int position) {
    KafkaRecord record = record(instance(0, position).build());
    assertThatThrownBy(() -> new Instances(100).decode(record))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("nominal attribute " + position)
        .hasMessageContaining("with 2 attributes");
  }

  @Test
  void positionsOfSparseInstancesAreBelowTheirWidth() throws DecodingException {
    LabelledInstance sparse = instance(49).setIndices(List.of(3, 49)).setWidth(50).build();
    assertThat(new Instances(100).decode(record(sparse)).nominal()).containsExactly(49);
  }
}
