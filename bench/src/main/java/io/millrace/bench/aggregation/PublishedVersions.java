/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.aggregation;

import com.sun.management.OperatingSystemMXBean;
import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.consume.TopicFollower;
import io.millrace.schemas.ModelReference;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * When a job published its versions, by its own clock, and how long this process had worked by
 * then: small versions may come to a reader all at once, long after they were published.
 */
final class PublishedVersions implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(5);
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  private final Duration patience;
  private final TopicFollower<ModelReference> models;
  private final Map<Long, Long> published = new HashMap<>();
  private final NavigableMap<Long, Long> worked = new ConcurrentSkipListMap<>();
  private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor();
  private long newest = -1;

  /**
   * @param patience how long a version is waited for
   */
  PublishedVersions(KafkaConnection connection, Duration patience) {
    this.patience = patience;
    models =
        new TopicFollower<>(
            connection,
            Topics.MODELS.name(),
            RecordCodec.of(ModelReference.class),
            TopicFollower.Start.EARLIEST);
    Future<?> unused =
        looks.scheduleAtFixedRate(this::look, 0, POLL.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void look() {
    worked.put(System.currentTimeMillis(), SYSTEM.getProcessCpuTime());
  }

  /**
   * Waits for a version.
   *
   * @return when it was seen, by the clock of {@link System#nanoTime}
   * @throws IllegalStateException when it does not come
   */
  long await(long version) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (newest < version) {
      models.poll(
          POLL,
          model -> {
            newest = Math.max(newest, model.getNumber());
            published.put(model.getNumber(), model.getPublishedAt().toEpochMilli());
          });
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "version %d does not come, the newest is %d within %s"
                .formatted(version, newest, patience));
      }
    }
    return System.nanoTime();
  }

  /** Seconds from one version to another; both were awaited. */
  double seconds(long from, long to) {
    return Math.max(1, published.get(to) - published.get(from)) / 1e3;
  }

  /** Seconds that all threads of this process worked from one version to another. */
  double processorSeconds(long from, long to) {
    return (workedBy(published.get(to)) - workedBy(published.get(from))) / 1e9;
  }

  private long workedBy(long millis) {
    Map.Entry<Long, Long> look = worked.ceilingEntry(millis);
    return look == null ? worked.lastEntry().getValue() : look.getValue();
  }

  @Override
  public void close() {
    looks.shutdownNow();
    models.close();
  }
}
