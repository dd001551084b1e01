/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.embedded.BrokerExtension;
import io.millrace.connectors.embedded.EmbeddedKafka;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.kafka.Writing;
import io.millrace.connectors.topics.Topic.Cleanup;
import io.millrace.connectors.topics.TopicReport.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class TopicAdminITCase {
  @RegisterExtension static final BrokerExtension BROKER = new BrokerExtension();

  private TopicAdmin admin;

  @BeforeEach
  void connect() {
    admin = TopicAdmin.connect(BROKER.connection(), Duration.ofSeconds(20));
  }

  @AfterEach
  void disconnect() {
    admin.close();
  }

  @Test
  void creatingTwiceChangesNothing() {
    assertThat(admin.describe(Topics.all())).allMatch(r -> r.status() == Status.MISSING);
    List<TopicReport> first = admin.create(Topics.all());
    assertThat(first)
        .allMatch(r -> r.status() == Status.CREATED && r.isAsWanted() && r.replication() == 1);
    List<TopicReport> second = admin.create(Topics.all());
    assertThat(second).allMatch(r -> r.status() == Status.EXISTS && r.isAsWanted());
    assertThat(second).extracting(TopicReport::topic).containsExactlyElementsOf(Topics.all());
    admin.delete(Topics.all());
    admin.delete(Topics.all());
  }

  @Test
  void differencesAreNamedWithBothValuesAndARemedy() {
    Topic wanted =
        new Topic("test.other.v1", 4, Duration.ofDays(7), Cleanup.DELETE, "SignalFrame", "A test.");
    admin.create(List.of(wanted.withPartitions(2).withRetention(Duration.ofDays(1))));
    TopicReport report = admin.create(List.of(wanted)).get(0);
    assertThat(report.status()).isEqualTo(Status.EXISTS);
    assertThat(report.isAsWanted()).isFalse();
    assertThat(report.differences())
        .hasSize(2)
        .anyMatch(d -> d.startsWith("partitions = 2 instead of 4; kafka-topics --alter"))
        .anyMatch(d -> d.startsWith("retention.ms = 86400000 instead of 604800000; kafka-configs"));
  }

  @Test
  void aTransactionTimeoutAboveTheBrokersLimitIsRefused() {
    Duration limit = Duration.ofMillis(EmbeddedKafka.MAX_TRANSACTION_MILLIS);
    Writing allowed = Writing.exactlyOnce("p").withTransactionTimeout(limit);
    assertThatCode(() -> admin.requireTransactionTimeout(allowed)).doesNotThrowAnyException();
    Writing tooLong = allowed.withTransactionTimeout(limit.plusMillis(1));
    assertThatThrownBy(() -> admin.requireTransactionTimeout(tooLong))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("transaction.timeout.ms = 900001")
        .hasMessageContaining("transaction.max.timeout.ms = 900000");
    Writing atLeastOnce = Writing.atLeastOnce().withTransactionTimeout(limit.plusMillis(1));
    assertThatCode(() -> admin.requireTransactionTimeout(atLeastOnce)).doesNotThrowAnyException();
  }

  @Test
  void anInvalidSettingIsRefusedWithTheBrokersReason() {
    Topic topic =
        new Topic(
            "test.bad.v1", 1, Duration.ofMillis(-5), Cleanup.DELETE, "SignalFrame", "A test.");
    assertThatThrownBy(() -> admin.create(List.of(topic)))
        .isInstanceOf(TopicAdminException.class)
        .hasMessageContaining("refused to create test.bad.v1")
        .hasMessageContaining("retention.ms");
  }

  @Test
  void anUnreachableBrokerIsReportedInTime() {
    long start = System.nanoTime();
    try (TopicAdmin nobody =
        TopicAdmin.connect(KafkaConnection.to("localhost:1"), Duration.ofSeconds(2))) {
      assertThatThrownBy(() -> nobody.describe(Topics.all()))
          .isInstanceOf(TopicAdminException.class)
          .hasMessageContaining("No Kafka broker at localhost:1 answered within 2000 ms");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
  }

  @Test
  void anAddressThatCannotBeOneIsNamed() {
    assertThatThrownBy(
            () -> TopicAdmin.connect(KafkaConnection.to("no-port"), Duration.ofSeconds(2)))
        .isInstanceOf(TopicAdminException.class)
        .hasMessageContaining("no-port");
    assertThatThrownBy(
            () ->
                TopicAdmin.connect(
                    KafkaConnection.to("localhost:1").with(Map.of("security.protocol", "NONE")),
                    Duration.ofSeconds(2)))
        .isInstanceOf(TopicAdminException.class)
        .hasMessageContaining("security.protocol");
  }
}
