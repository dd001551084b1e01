/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;

/** Why brokers do not serve a client, in one line with the remedy. */
public final class Refusal {
  private static final String PRINTS = ": 'millrace topics acls' prints what it has to be allowed";

  private Refusal() {}

  /**
   * What a client's failure means.
   *
   * @param fallback the remedy where the failure is none of security
   */
  public static String explain(Throwable failure, KafkaConnection connection, String fallback) {
    return security(failure, connection)
        .orElseGet(
            () ->
                find(failure, TimeoutException.class).isPresent()
                    ? Probe.look(connection)
                    : Secrets.redact(root(failure)) + ": " + remedy(failure, fallback))
        .replaceAll("\\s+", " ");
  }

  private static String remedy(Throwable failure, String fallback) {
    return find(failure, RecordTooLargeException.class).isPresent()
        ? "'millrace topics describe' tells whether the topic's max.message.bytes is too small"
        : fallback;
  }

  /** What it means, if it is that the brokers know the client too little or allow it too little. */
  public static Optional<String> security(Throwable failure, KafkaConnection connection) {
    Optional<AuthorizationException> rights = find(failure, AuthorizationException.class);
    if (rights.isPresent()) {
      return Optional.of(rights(rights.get()));
    }
    return find(failure, AuthenticationException.class)
        .map(refused -> identity(refused, connection));
  }

  private static String rights(AuthorizationException refused) {
    if (refused instanceof TopicAuthorizationException topics) {
      return "this user lacks a right on "
          + (topics.unauthorizedTopics().isEmpty()
              ? "this topic"
              : "topic " + String.join(", ", topics.unauthorizedTopics()))
          + PRINTS;
    } else if (refused instanceof GroupAuthorizationException group) {
      return "this user lacks a right on consumer group " + group.groupId() + PRINTS;
    } else if (refused instanceof TransactionalIdAuthorizationException) {
      return "this user may not write with the job's transactional ids" + PRINTS;
    }
    return "this user lacks a right, " + refused.getMessage() + PRINTS;
  }

  private static String identity(AuthenticationException refused, KafkaConnection connection) {
    if (refused instanceof SslAuthenticationException) {
      return "no TLS with the brokers, "
          + root(refused)
          + ": set ssl.truststore.location to a store that holds what signs their certificate";
    } else if (refused instanceof SaslAuthenticationException) {
      return "the brokers do not know this user with this password ("
          + connection.mechanism()
          + "): check sasl.jaas.config";
    }
    return refused.getMessage() + ": check sasl.mechanism and sasl.jaas.config";
  }

  private static String root(Throwable failure) {
    Throwable last = failure;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    return last.getMessage() == null ? last.getClass().getSimpleName() : last.getMessage();
  }

  private static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> type) {
    return Stream.iterate(failure, t -> t != null, Throwable::getCause)
        .filter(type::isInstance)
        .map(type::cast)
        .findFirst();
  }
}
