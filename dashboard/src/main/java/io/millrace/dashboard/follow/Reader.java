/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.follow;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.jobs.consume.ConsumeException;
import io.millrace.jobs.consume.TopicFollower;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads some topics on a thread of its own, from when they exist until it is closed. Topics that
 * come later or get more partitions are taken in; after a failure it begins anew where it was.
 */
public final class Reader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reader.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long RETRY_MILLIS = 1000;

  /** More than this is never caught up with: it is left out at once. */
  private static final long HOPELESS = 200_000;

  private final KafkaConnection connection;
  private final Map<String, Channel<?>> channels;
  private final Supplier<Map<String, Integer>> existing;
  private final Thread thread;
  private Instant from;
  private volatile boolean ending;

  /**
   * Begins to read.
   *
   * @param name of the thread
   * @param past how far back it begins
   * @param existing topics of the brokers with their partitions, asked again and again
   */
  public Reader(
      String name,
      KafkaConnection connection,
      List<Channel<?>> channels,
      Duration past,
      Supplier<Map<String, Integer>> existing) {
    this.connection = connection;
    this.channels =
        channels.stream().collect(Collectors.toMap(Channel::topic, Function.identity()));
    this.existing = existing;
    this.from = Instant.now().minus(past);
    thread = new Thread(this::run, name);
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    while (!ending) {
      Map<String, Integer> found = found();
      if (found.isEmpty()) {
        pause();
        continue;
      }
      try {
        follow(found);
      } catch (KafkaException | ConsumeException e) {
        LOG.warn("Topics {} are read anew, {}", found.keySet(), e.getMessage());
        pause();
      } catch (RuntimeException e) {
        LOG.error("A reader of {} failed and begins anew", found.keySet(), e);
        pause();
      }
    }
  }

  private void follow(Map<String, Integer> found) {
    List<String> topics = List.copyOf(found.keySet());
    try (TopicFollower<byte[]> follower =
        new TopicFollower<>(connection, topics, new Bytes(), from)) {
      while (!ending && found.equals(found())) {
        follower.pollRecords(
            POLL,
            (record, value) -> {
              channels.get(record.topic()).accept(record, System.currentTimeMillis());
              from = Instant.ofEpochMilli(Math.max(from.toEpochMilli(), record.timestamp() + 1));
            });
        Map<String, Long> lags = follower.lags();
        if (lags.values().stream().mapToLong(Long::longValue).sum() > HOPELESS) {
          follower.skipToEnd();
          long now = System.currentTimeMillis();
          lags.forEach((topic, lag) -> channels.get(topic).traffic().leftOut(lag, now));
        }
      }
    }
  }

  private Map<String, Integer> found() {
    Map<String, Integer> all = existing.get();
    Set<String> wanted = channels.keySet();
    return all.entrySet().stream()
        .filter(entry -> wanted.contains(entry.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      // Only close() ends a reader; it does not interrupt.
      Thread.currentThread().interrupt();
      ending = true;
    }
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
