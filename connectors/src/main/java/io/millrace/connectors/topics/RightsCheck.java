/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.topics;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.errors.TransactionalIdNotFoundException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Asks brokers what this user may do, by describing what it wants to use: that needs no more rights
 * than using it. Of groups and transactional ids that are not in use, brokers tell only whether
 * they may be described, which any right on them includes.
 */
final class RightsCheck {
  private final Admin admin;
  private final Asking asking;

  /** Waits for an answer; empty where brokers refuse one to this user. */
  interface Asking {
    <T> Optional<T> outcome(KafkaFuture<T> result, String action);
  }

  RightsCheck(Admin admin, Asking asking) {
    this.admin = admin;
    this.asking = asking;
  }

  List<Right> missing(List<Right> rights) {
    return rights.stream().filter(right -> !has(right)).toList();
  }

  private boolean has(Right right) {
    String name = right.name();
    return switch (right.resource()) {
      case TOPIC ->
          allows(
              right,
              admin
                  .describeTopics(
                      List.of(name), new DescribeTopicsOptions().includeAuthorizedOperations(true))
                  .topicNameValues()
                  .get(name),
              TopicDescription::authorizedOperations,
              UnknownTopicOrPartitionException.class);
      case GROUP ->
          allows(
              right,
              admin
                  .describeConsumerGroups(
                      List.of(name),
                      new DescribeConsumerGroupsOptions().includeAuthorizedOperations(true))
                  .describedGroups()
                  .get(name),
              ConsumerGroupDescription::authorizedOperations,
              GroupIdNotFoundException.class);
      case TRANSACTIONAL_ID ->
          allows(
              right,
              admin.describeTransactions(List.of(name)).description(name),
              description -> null,
              TransactionalIdNotFoundException.class);
    };
  }

  /**
   * @param operations that the answer lists; null where it lists none
   * @param absent what brokers say of things that may be described, but are not there
   */
  private <T> boolean allows(
      Right right,
      KafkaFuture<T> question,
      Function<T, Set<AclOperation>> operations,
      Class<? extends Exception> absent) {
    try {
      Optional<T> answer = asking.outcome(question, "describe " + right.name());
      if (answer.isEmpty()) {
        return false;
      }
      Set<AclOperation> allowed = operations.apply(answer.get());
      return allowed == null || allowed.contains(right.kafkaOperation());
    } catch (TopicAdminException e) {
      if (absent.isInstance(e.getCause())) {
        return true;
      }
      throw e;
    }
  }
}
