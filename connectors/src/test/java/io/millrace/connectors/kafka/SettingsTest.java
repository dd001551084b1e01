/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    assertThat(SECURE.toString()).isEqualTo("b:9092 (SASL_SSL, GSSAPI)");
  }

  @Test
  void secretsOfAFileStayInTheFile(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("client.properties");
    Files.writeString(
        file,
        "bootstrap.servers=elsewhere:1\nsecurity.protocol=SASL_SSL\nsasl.jaas.config=m required"
            + " password=hush;\nssl.truststore.password=hush\n");
    KafkaConnection connection = KafkaConnection.to("b:9092").withFile(file);
    Properties properties = connection.clientProperties();
    assertThat(properties.toString()).contains("b:9092", "SASL_SSL").doesNotContain("hush");
    ConsumerConfig resolved = new ConsumerConfig(deserializing(properties));
    assertThat(resolved.getPassword("sasl.jaas.config").value())
        .isEqualTo("m required password=hush;");
    assertThat(resolved.getPassword("ssl.truststore.password").value()).isEqualTo("hush");
    assertThatThrownBy(() -> KafkaConnection.to("b:9092").withFile(folder.resolve("none")))
        .hasMessageContaining("there is no file");
  }

  @Test
  void aValueMayReferToTheEnvironment() {
    KafkaConnection connection =
        KafkaConnection.to("b:9092").with(Map.of("sasl.jaas.config", "p=${env:PATH};"));
    assertThat(
            new ConsumerConfig(deserializing(connection.clientProperties()))
                .getPassword("sasl.jaas.config")
                .value())
        .isEqualTo("p=" + System.getenv("PATH") + ";");
  }

  private static Properties deserializing(Properties properties) {
    properties.setProperty("key.deserializer", ByteArrayDeserializer.class.getName());
    properties.setProperty("value.deserializer", ByteArrayDeserializer.class.getName());
    return properties;
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
