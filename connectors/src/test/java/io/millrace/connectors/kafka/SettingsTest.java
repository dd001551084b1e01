/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.connector.source.Boundedness;
import org.junit.jupiter.api.Test;

class SettingsTest {
  private static final KafkaConnection SECURE =
      KafkaConnection.to("b:9092")
          .with(
              Map.of(
                  "security.protocol",
                  "SASL_SSL",
                  "sasl.jaas.config",
                  "login password=hush",
                  "ssl.keystore.password",
                  "hush"));

  @Test
  void aConnectionHidesItsSecrets() {
    assertThat(SECURE.toString()).contains("b:9092", "SASL_SSL", "***").doesNotContain("hush");
  }

  @Test
  void everyClientGetsTheSecurityProperties() {
    Properties producer = KafkaSinks.producerProperties(SECURE, Writing.atLeastOnce());
    assertThat(producer)
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.jaas.config", "login password=hush")
        .containsEntry("bootstrap.servers", "b:9092");
  }

  @Test
  void theProducerIsTunedAndMayBeOverridden() {
    Writing writing =
        Writing.exactlyOnce("job-topic")
            .withTransactionTimeout(Duration.ofMinutes(3))
            .withLinger(Duration.ofMillis(5))
            .withCompression("zstd")
            .withProducer(Map.of("buffer.memory", "1000000"));
    assertThat(KafkaSinks.producerProperties(KafkaConnection.to("b:9092"), writing))
        .containsEntry("transaction.timeout.ms", "180000")
        .containsEntry("linger.ms", "5")
        .containsEntry("compression.type", "zstd")
        .containsEntry("batch.size", "131072")
        .containsEntry("acks", "all")
        .containsEntry("buffer.memory", "1000000");
  }

  @Test
  void aSourceIsBoundedOnlyWhenAskedTo() {
    Reading reading = Reading.of("t", "g").from(StartingPoint.EARLIEST);
    KafkaConnection connection = KafkaConnection.to("b:9092");
    assertThat(KafkaSources.records(connection, reading).getBoundedness())
        .isEqualTo(Boundedness.CONTINUOUS_UNBOUNDED);
    assertThat(KafkaSources.records(connection, reading.untilNow()).getBoundedness())
        .isEqualTo(Boundedness.BOUNDED);
    assertThat(KafkaSources.records(connection, reading).getProducedType())
        .isEqualTo(KafkaRecord.TYPE);
  }

  @Test
  void settingsThatCannotWorkAreRefusedWithTheRemedy() {
    assertThatThrownBy(() -> KafkaConnection.to(" "))
        .hasMessageContaining("bootstrap.servers is empty");
    assertThatThrownBy(
            () -> KafkaConnection.to("b:9092").with(Map.of("bootstrap.servers", "c:9092")))
        .hasMessageContaining("cannot be overridden");
    assertThatThrownBy(() -> Writing.exactlyOnce(""))
        .hasMessageContaining("transactional id prefix is blank");
    assertThatThrownBy(() -> Writing.exactlyOnce("p").withTransactionTimeout(Duration.ZERO))
        .hasMessageContaining("transaction.timeout.ms = 0");
    assertThatThrownBy(() -> Reading.of("", "g")).hasMessageContaining("name at least one");
    assertThatThrownBy(() -> new Reading(List.of(), "g", StartingPoint.LATEST, false, Map.of()))
        .hasMessageContaining("name at least one");
    assertThatThrownBy(() -> Reading.of("t", " ")).hasMessageContaining("group.id is blank");
  }
}
