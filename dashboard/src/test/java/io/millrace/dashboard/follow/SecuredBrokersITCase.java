/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.embedded.BrokerSecurity;
import io.millrace.connectors.embedded.EmbeddedKafka;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.TopicAdmin;
import io.millrace.connectors.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the dashboard and {@code status} see of brokers that want TLS and a user. */
class SecuredBrokersITCase {
  private static final String TOPIC = Topics.SIGNAL_FRAMES.name();

  @TempDir static Path folder;

  @Test
  void aKnownUserSeesTheTopicsAndAnUnknownOneIsToldWhy() throws Exception {
    BrokerSecurity security =
        BrokerSecurity.selfSigned(folder, Map.of("admin", "hush-admin"), "admin");
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0, security)) {
      KafkaConnection known =
          KafkaConnection.to(kafka.bootstrapServers()).with(security.client("admin", "hush-admin"));
      try (TopicAdmin admin = TopicAdmin.connect(known, Duration.ofSeconds(30))) {
        admin.create(List.of(Topics.SIGNAL_FRAMES));
      }
      try (Brokers seen = new Brokers(known, List.of(TOPIC))) {
        await(() -> seen.status().connected() && seen.partitions().containsKey(TOPIC));
        assertThat(seen.status().complaint()).isEmpty();
      }
      KafkaConnection stranger =
          KafkaConnection.to(kafka.bootstrapServers()).with(security.client("admin", "hush-wrong"));
      try (Brokers unseen = new Brokers(stranger, List.of(TOPIC))) {
        await(() -> unseen.status().complaint().contains("check sasl.jaas.config"));
        assertThat(unseen.status().connected()).isFalse();
        assertThat(unseen.status().complaint()).doesNotContain("hush");
      }
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("patience").isLessThan(deadline);
      Thread.sleep(50);
    }
  }
}
