/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedSaslMechanismException;
import org.junit.jupiter.api.Test;

class RefusalTest {
  private static final KafkaConnection CONNECTION =
      KafkaConnection.to("b:9092")
          .with(Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "PLAIN"));

  @Test
  void whatIsLackedIsNamed() {
    assertThat(explain(new TopicAuthorizationException(Set.of("frames"))))
        .contains("lacks a right on topic frames", "millrace topics acls");
    assertThat(explain(new TopicAuthorizationException("no")))
        .contains("lacks a right on this topic");
    assertThat(explain(GroupAuthorizationException.forGroupId("g")))
        .contains("lacks a right on consumer group g");
    assertThat(explain(new TransactionalIdAuthorizationException("no")))
        .contains("transactional ids");
  }

  @Test
  void whoIsNotKnownIsToldWhatToCheck() {
    assertThat(explain(new SaslAuthenticationException("no")))
        .contains("PLAIN", "check sasl.jaas.config");
    assertThat(explain(new UnsupportedSaslMechanismException("PLAIN is not enabled")))
        .contains("PLAIN is not enabled", "check sasl.mechanism");
    assertThat(
            explain(
                new SslAuthenticationException(
                    "handshake", new IOException("no path", new IOException("nobody vouches")))))
        .contains("nobody vouches", "set ssl.truststore.location");
  }

  @Test
  void otherFailuresKeepTheirRootAndGetTheFallback() {
    KafkaException failure =
        new KafkaException("Failed to construct", new IOException("two\n lines password=hush"));
    assertThat(explain(failure)).isEqualTo("two lines password=***: look there");
    assertThat(Refusal.security(failure, CONNECTION)).isEmpty();
  }

  @Test
  void aRecordThatIsTooLargeSendsOneToTheTopicsLimit() {
    assertThat(explain(new KafkaException(new RecordTooLargeException("5 bytes"))))
        .contains("5 bytes", "max.message.bytes", "millrace topics describe")
        .doesNotContain("look there");
  }

  @Test
  void aClientThatWaitedInVainIsToldWhatIsThere() throws IOException {
    try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      int port = mute.getLocalPort();
      Thread hangsUp = new Thread(() -> hangUp(mute));
      hangsUp.setDaemon(true);
      hangsUp.start();
      assertThat(waited(port, "PLAINTEXT")).contains("listens, but does not answer", "PLAINTEXT");
      assertThat(waited(port, "SASL_SSL")).contains("speaks no TLS", "set security.protocol");
    }
    int free;
    try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    assertThat(waited(free, "PLAINTEXT")).contains("nothing listens", "localhost:" + free);
    assertThat(
            Refusal.explain(
                new TimeoutException("late"), KafkaConnection.to("nowhere"), "look there"))
        .contains("nowhere is no host:port");
  }

  private static void hangUp(ServerSocket server) {
    while (!server.isClosed()) {
      try {
        server.accept().close();
      } catch (IOException e) {
        return;
      }
    }
  }

  private static String waited(int port, String protocol) {
    KafkaConnection connection =
        KafkaConnection.to("localhost:" + port).with(Map.of("security.protocol", protocol));
    return Refusal.explain(
        new KafkaException("outer", new TimeoutException("late")), connection, "look there");
  }

  private static String explain(Exception failure) {
    return Refusal.explain(failure, CONNECTION, "look there");
  }
}
