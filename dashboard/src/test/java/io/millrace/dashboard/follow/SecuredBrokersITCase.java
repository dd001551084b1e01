/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.follow;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.embedded.BrokerSecurity;
import io.millrace.connectors.embedded.EmbeddedKafka;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Right;
import io.millrace.connectors.topics.TopicAdmin;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.access.Rights;
import io.millrace.jobs.config.JobConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the dashboard and {@code status} see of brokers that want TLS, a user and ACLs. */
class SecuredBrokersITCase {
  private static final String TOPIC = Topics.SIGNAL_FRAMES.name();
  private static final String GROUP = "prod-millrace-streaming-cnn";
  private static final String OTHER = "millrace-streaming-cnn";
  private static final int RECORDS = 10;

  @TempDir static Path folder;
  private static BrokerSecurity security;
  private static EmbeddedKafka kafka;
  private static Admin admin;

  @BeforeAll
  static void start() throws Exception {
    security =
        BrokerSecurity.selfSigned(
            folder,
            Map.of("admin", "hush-admin", "viewer", "hush-viewer", "half", "hush-half"),
            "admin");
    kafka = EmbeddedKafka.start(folder.resolve("kafka"), 0, security);
    KafkaConnection connection = connection("admin", "hush-admin");
    try (TopicAdmin topics = TopicAdmin.connect(connection, Duration.ofSeconds(30))) {
      topics.create(List.of(Topics.SIGNAL_FRAMES.withPartitions(1)));
    }
    admin = Admin.create(connection.clientProperties());
    Properties properties = connection.clientProperties();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        producer.send(new ProducerRecord<>(TOPIC, new byte[] {1})).get(30, TimeUnit.SECONDS);
      }
    }
    commit(GROUP, 3);
    commit(OTHER, RECORDS);
    allow("viewer", Rights.of(JobConfiguration.defaults()).follows(TOPIC).describes(GROUP));
    allow("half", Rights.of(JobConfiguration.defaults()).follows(TOPIC));
  }

  @AfterAll
  static void stop() {
    admin.close();
    kafka.close();
  }

  private static KafkaConnection connection(String user, String password) {
    return KafkaConnection.to(kafka.bootstrapServers()).with(security.client(user, password));
  }

  private static void commit(String group, long offset) throws Exception {
    admin
        .alterConsumerGroupOffsets(
            group, Map.of(new TopicPartition(TOPIC, 0), new OffsetAndMetadata(offset)))
        .all()
        .get(30, TimeUnit.SECONDS);
  }

  private static void allow(String user, Rights rights) throws Exception {
    List<Right> all = rights.list();
    admin
        .createAcls(all.stream().map(right -> right.acl("User:" + user)).toList())
        .all()
        .get(30, TimeUnit.SECONDS);
  }

  @Test
  void aKnownUserSeesTheTopicsAndAnUnknownOneIsToldWhy() throws Exception {
    try (Brokers seen = new Brokers(connection("admin", "hush-admin"), List.of(TOPIC), List.of())) {
      await(() -> seen.status().connected() && seen.partitions().containsKey(TOPIC));
      assertThat(seen.status().complaint()).isEmpty();
    }
    try (Brokers unseen =
        new Brokers(connection("admin", "hush-wrong"), List.of(TOPIC), List.of())) {
      await(() -> unseen.status().complaint().contains("check sasl.jaas.config"));
      assertThat(unseen.status().connected()).isFalse();
      assertThat(unseen.status().complaint()).doesNotContain("hush");
    }
  }

  @Test
  void theLagIsThatOfTheGroupWhateverItsNameAndWhoeverElseReadsTheTopic() throws Exception {
    try (Brokers seen =
        new Brokers(connection("viewer", "hush-viewer"), List.of(TOPIC), List.of(GROUP))) {
      await(() -> seen.lag(Map.of(TOPIC, GROUP)) != null);
      assertThat(seen.lag(Map.of(TOPIC, GROUP))).isEqualTo(RECORDS - 3);
      assertThat(seen.groupComplaint()).isEmpty();

      // Who begins anew from an earlier place is behind again.
      commit(GROUP, 1);
      await(() -> seen.lag(Map.of(TOPIC, GROUP)) == RECORDS - 1);
      commit(GROUP, 3);
    }
  }

  @Test
  void aGroupThatIsNotThereYetIsNoComplaint() throws Exception {
    try (Brokers seen =
        new Brokers(connection("admin", "hush-admin"), List.of(TOPIC), List.of("none", OTHER))) {
      await(() -> seen.lag(Map.of(TOPIC, OTHER)) != null);
      assertThat(seen.lag(Map.of(TOPIC, "none"))).isNull();
      assertThat(seen.status().complaint()).isEmpty();
      assertThat(seen.groupComplaint()).isEmpty();
    }
  }

  @Test
  void whoMayNotLookAtAGroupIsToldAndSeesAllElse() throws Exception {
    try (Brokers seen =
        new Brokers(connection("half", "hush-half"), List.of(TOPIC), List.of(GROUP))) {
      await(() -> seen.status().connected() && !seen.groupComplaint().isEmpty());
      assertThat(seen.groupComplaint()).contains(GROUP, "millrace topics acls");
      assertThat(seen.lag(Map.of(TOPIC, GROUP))).isNull();
      assertThat(seen.partitions()).containsKey(TOPIC);
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
