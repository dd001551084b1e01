/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaSecurityTest {
  private static final String FOLDER = "/etc/millrace/kafka";

  @TempDir Path secrets;

  /** The rendered properties, with the folder of this test for the one of the pods. */
  private Map<String, Object> here(Map<String, String> properties) {
    Map<String, Object> all = new HashMap<>();
    properties.forEach((key, value) -> all.put(key, value.replace(FOLDER, secrets.toString())));
    all.put("bootstrap.servers", "localhost:1");
    all.put("key.deserializer", ByteArrayDeserializer.class);
    all.put("value.deserializer", ByteArrayDeserializer.class);
    all.put("key.serializer", ByteArraySerializer.class);
    all.put("value.serializer", ByteArraySerializer.class);
    return all;
  }

  private void secret(String name, String key, String text) throws IOException {
    Files.writeString(Files.createDirectories(secrets.resolve(name)).resolve(key), text);
  }

  @Test
  void clientsReadTheirPasswordFromTheMountedSecret() throws IOException {
    secret("jaas", "sasl.jaas.config", "ScramLoginModule required password=\"swordfish\";");
    secret("ca", "ca.crt", "-----BEGIN CERTIFICATE-----");
    Map<String, String> rendered =
        JobFile.of(Chart.render(Values.fixture("production")), "drift-moe").kafkaProperties();

    assertThat(rendered.toString()).doesNotContain("swordfish");
    for (AbstractConfig client :
        List.of(new ConsumerConfig(here(rendered)), new ProducerConfig(here(rendered)))) {
      assertThat(client.getString("security.protocol")).isEqualTo("SASL_SSL");
      assertThat(client.getString("sasl.mechanism")).isEqualTo("SCRAM-SHA-512");
      assertThat(client.getPassword("sasl.jaas.config").value()).contains("swordfish");
      assertThat(client.getPassword("ssl.truststore.certificates").value())
          .startsWith("-----BEGIN");
      assertThat(client.values().toString()).doesNotContain("swordfish").contains(Password.HIDDEN);
    }
  }

  @Test
  void clientsReadTheirCertificateAndKeyFromTheMountedSecret() throws IOException {
    secret("client", "tls.crt", "certificate");
    secret("client", "tls.key", "key");
    secret("ca", "ca.crt", "authority");
    Map<String, String> rendered =
        JobFile.of(Chart.render(Values.fixture("gpu")), "streaming-cnn").kafkaProperties();

    ConsumerConfig client = new ConsumerConfig(here(rendered));

    assertThat(client.getString("security.protocol")).isEqualTo("SSL");
    assertThat(client.getString("ssl.keystore.type")).isEqualTo("PEM");
    assertThat(client.getPassword("ssl.keystore.certificate.chain").value())
        .isEqualTo("certificate");
    assertThat(client.getPassword("ssl.keystore.key").value()).isEqualTo("key");
    assertThat(client.getPassword("ssl.truststore.certificates").value()).isEqualTo("authority");
  }

  @Test
  void everyReferenceLeadsToAMountedFileInEveryPod() {
    Rendered rendered = Chart.render(Values.fixture("production"));
    for (String role : List.of("jobManager", "taskManager")) {
      JsonNode pod = rendered.job("drift-moe").at("/spec/" + role + "/podTemplate/spec");
      assertThat(pod.at("/containers/0/volumeMounts"))
          .anySatisfy(m -> assertThat(m.path("mountPath").asText()).isEqualTo(FOLDER + "/jaas"))
          .anySatisfy(m -> assertThat(m.path("mountPath").asText()).isEqualTo(FOLDER + "/ca"));
      assertThat(pod.path("volumes"))
          .anySatisfy(
              volume -> {
                assertThat(volume.at("/secret/secretName").asText())
                    .isEqualTo("millrace-kafka-user");
                assertThat(volume.at("/secret/items/0/path").asText())
                    .isEqualTo("sasl.jaas.config");
              });
    }
    assertThat(rendered.jobFile("drift-moe"))
        .contains("${directory:/etc/millrace/kafka/jaas:sasl.jaas.config}");
  }

  @Test
  void theChartMakesNoSecretAndPutsNoneIntoTheEnvironmentButThoseOfTheObjectStore() {
    Rendered rendered = Chart.render(Values.fixture("small"));

    assertThat(rendered.all("Secret")).isEmpty();
    JsonNode env =
        rendered.job("streaming-cnn").at("/spec/taskManager/podTemplate/spec/containers/0/env");
    assertThat(env).hasSize(2);
    for (JsonNode variable : env) {
      assertThat(variable.has("value")).isFalse();
      assertThat(variable.at("/valueFrom/secretKeyRef/name").asText()).isEqualTo("minio-access");
    }
  }

  @Test
  void brokersWithoutSecurityNeedNoSecret() {
    Rendered rendered = Chart.render(Values.fixture("small"));

    assertThat(JobFile.of(rendered, "streaming-cnn").kafkaProperties()).isEmpty();
    assertThat(rendered.text()).doesNotContain(FOLDER);
  }
}
