/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.follow;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.kafka.Refusal;
import io.millrace.dashboard.ring.Meter;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsResult;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the brokers once a second how far the topics have come: so the rate of a topic is known
 * without reading it, and so it is noticed that they are away.
 */
public final class Brokers implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Brokers.class);
  private static final long EVERY_MILLIS = 1000;
  private static final int TIMEOUT_MILLIS = 3000;
  private static final int TOPICS_EVERY = 5;

  private final KafkaConnection connection;
  private final List<String> wanted;
  private final Map<String, ListConsumerGroupOffsetsSpec> groups;
  private final Thread thread;
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final Map<String, Meter> arrivals = new HashMap<>();
  private Map<String, Map<TopicPartition, Long>> committed = Map.of();
  private volatile Map<String, Integer> partitions = Map.of();
  private boolean connected;
  private long changedMillis = System.currentTimeMillis();
  private String complaint = "not asked yet";
  private String groupComplaint = "";
  private volatile boolean ending;

  /**
   * Begins to ask.
   *
   * @param topics that matter
   * @param groups of consumers whose progress matters
   */
  public Brokers(KafkaConnection connection, Collection<String> topics, Collection<String> groups) {
    this.connection = connection;
    this.wanted = List.copyOf(topics);
    this.groups =
        groups.stream()
            .distinct()
            .collect(Collectors.toMap(group -> group, all -> new ListConsumerGroupOffsetsSpec()));
    thread = new Thread(this::run, "dashboard-brokers");
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Whether the brokers answer.
   *
   * @param sinceMillis when that changed last
   * @param complaint why they do not; empty when they do
   */
  public record Status(boolean connected, long sinceMillis, String complaint) {}

  public synchronized Status status() {
    return new Status(connected, changedMillis, complaint);
  }

  /** The topics that exist, with their partitions, as they were when the brokers last answered. */
  public Map<String, Integer> partitions() {
    return partitions;
  }

  /** Offsets per second that topics advanced by, over the last whole seconds. */
  public synchronized double rate(Collection<String> topics, int seconds, long nowMillis) {
    double rate = 0;
    for (String topic : topics) {
      rate += arrivals.containsKey(topic) ? arrivals.get(topic).rate(seconds, nowMillis) : 0;
    }
    return rate;
  }

  /** Offsets that topics advanced by in each of the last whole seconds, the oldest first. */
  public synchronized long[] history(Collection<String> topics, int seconds, long nowMillis) {
    long[] sum = new long[seconds];
    for (String topic : topics) {
      if (arrivals.containsKey(topic)) {
        long[] one = arrivals.get(topic).history(seconds, nowMillis);
        for (int i = 0; i < seconds; i++) {
          sum[i] += one[i];
        }
      }
    }
    return sum;
  }

  /** All that topics advanced by since the dashboard began. */
  public synchronized long arrived(Collection<String> topics) {
    return topics.stream()
        .mapToLong(topic -> arrivals.containsKey(topic) ? arrivals.get(topic).total() : 0)
        .sum();
  }

  /** Why it is not known how far a group came, in one line; empty where it is. */
  public synchronized String groupComplaint() {
    return groupComplaint;
  }

  /**
   * Records that lie before the end of topics and that their groups have not committed.
   *
   * @param inputs topics, each with the group that reads it
   * @return null where no group ever committed one
   */
  public synchronized Long lag(Map<String, String> inputs) {
    long lag = 0;
    boolean any = false;
    for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
      String group = inputs.get(end.getKey().topic());
      Long done = group == null ? null : committed.getOrDefault(group, Map.of()).get(end.getKey());
      if (done != null) {
        any = true;
        lag += Math.max(0, end.getValue() - done);
      }
    }
    return any ? (Long) lag : null;
  }

  private void run() {
    Properties properties = connection.clientProperties();
    properties.setProperty("request.timeout.ms", Integer.toString(TIMEOUT_MILLIS));
    properties.setProperty("default.api.timeout.ms", Integer.toString(TIMEOUT_MILLIS));
    try (Admin admin = Admin.create(properties)) {
      for (long round = 0; !ending; round++) {
        ask(admin, round);
        TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
      }
    } catch (KafkaException e) {
      answered(Refusal.explain(e, connection, "check the client's properties"));
      LOG.error("The brokers cannot be asked", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(Admin admin, long round) throws InterruptedException {
    try {
      if (round % TOPICS_EVERY == 0 || partitions.isEmpty()) {
        partitions = describe(admin);
        groups(admin);
      }
      offsets(admin);
      answered("");
    } catch (ExecutionException e) {
      Throwable refused = e.getCause();
      answered(Refusal.security(refused, connection).orElseGet(refused::getMessage));
    } catch (TimeoutException e) {
      answered("no answer within " + TIMEOUT_MILLIS + " ms");
    }
  }

  private Map<String, Integer> describe(Admin admin)
      throws InterruptedException, ExecutionException, TimeoutException {
    Set<String> names = new LinkedHashSet<>(get(admin.listTopics().names()));
    names.retainAll(wanted);
    return get(admin.describeTopics(names).allTopicNames()).entrySet().stream()
        .collect(
            Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().partitions().size()));
  }

  private void groups(Admin admin)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (groups.isEmpty()) {
      return;
    }
    ListConsumerGroupOffsetsResult answer = admin.listConsumerGroupOffsets(groups);
    Map<String, Map<TopicPartition, Long>> found = new HashMap<>();
    String refused = "";
    for (String group : groups.keySet()) {
      try {
        found.put(group, places(get(answer.partitionsToOffsetAndMetadata(group))));
      } catch (ExecutionException e) {
        // All else is known without this right.
        if (!(e.getCause() instanceof GroupAuthorizationException)) {
          throw e;
        }
        refused = Refusal.explain(e.getCause(), connection, "");
      }
    }
    committed(found, refused);
  }

  private static Map<TopicPartition, Long> places(Map<TopicPartition, OffsetAndMetadata> offsets) {
    Map<TopicPartition, Long> places = new HashMap<>();
    offsets.forEach(
        (place, offset) -> {
          if (offset != null) {
            places.put(place, offset.offset());
          }
        });
    return places;
  }

  private synchronized void committed(
      Map<String, Map<TopicPartition, Long>> found, String refused) {
    committed = found;
    groupComplaint = refused;
  }

  private void offsets(Admin admin)
      throws InterruptedException, ExecutionException, TimeoutException {
    Map<TopicPartition, OffsetSpec> places = new HashMap<>();
    partitions.forEach(
        (topic, count) -> {
          for (int i = 0; i < count; i++) {
            places.put(new TopicPartition(topic, i), OffsetSpec.latest());
          }
        });
    advance(get(admin.listOffsets(places).all()), System.currentTimeMillis());
  }

  private synchronized void advance(
      Map<TopicPartition, ListOffsetsResultInfo> latest, long nowMillis) {
    latest.forEach(
        (place, info) -> {
          Long before = ends.put(place, info.offset());
          arrivals
              .computeIfAbsent(place.topic(), topic -> new Meter(TopicTraffic.WINDOW_SECONDS))
              .add(before == null ? 0 : Math.max(0, info.offset() - before), nowMillis);
        });
  }

  private static <T> T get(KafkaFuture<T> answer)
      throws InterruptedException, ExecutionException, TimeoutException {
    return answer.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
  }

  private synchronized void answered(String trouble) {
    boolean now = trouble.isEmpty();
    if (now != connected) {
      connected = now;
      changedMillis = System.currentTimeMillis();
    }
    complaint = trouble;
  }

  @Override
  public void close() {
    ending = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
