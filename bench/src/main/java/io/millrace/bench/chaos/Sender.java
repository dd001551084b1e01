/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.kafka.KafkaConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends the input of a job when it is due, or as soon as the brokers take it again. What it sends,
 * and in which order, does not depend on when.
 */
final class Sender implements AutoCloseable {
  /** Records of a fault that comes with the input. */
  static final int STRAYS = 6;

  private static final Duration AHEAD = Duration.ofHours(1);
  private static final Duration BEYOND_LAST = Duration.ofMinutes(1);
  private static final String FOREVER = Long.toString(Duration.ofMinutes(30).toMillis());

  private final Subject subject;
  private final Timeline timeline;
  private final List<Fault> strays;
  private final long beginMillis;
  private final Random random;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final Thread thread;
  private final AtomicLong events = new AtomicLong();
  private volatile boolean running = true;
  private volatile boolean done;
  private long records;
  private int strayed;

  /**
   * @param beginMillis event time of the first event, and when it is due
   */
  Sender(
      KafkaConnection connection,
      Subject subject,
      Timeline timeline,
      List<Fault> faults,
      long seed,
      long beginMillis) {
    this.subject = subject;
    this.timeline = timeline;
    this.strays =
        new ArrayList<>(
            faults.stream()
                .filter(
                    fault ->
                        fault.kind() == FaultKind.POISON || fault.kind() == FaultKind.CLOCK_JUMP)
                .toList());
    this.beginMillis = beginMillis;
    this.random = new Random(seed);
    Properties properties = connection.clientProperties();
    properties.setProperty("acks", "all");
    properties.setProperty("enable.idempotence", "true");
    properties.setProperty("linger.ms", "5");
    // However long the brokers are away, nothing is given up or sent twice.
    properties.setProperty("max.block.ms", FOREVER);
    properties.setProperty("delivery.timeout.ms", FOREVER);
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    this.thread = new Thread(this::run, "sender-" + subject.job().label());
  }

  void start() {
    thread.start();
  }

  /** Events that were handed to the client so far. */
  long events() {
    return events.get();
  }

  /** Whether all was sent and taken. */
  boolean isDone() {
    Exception refused = failure.get();
    if (refused != null) {
      throw new IllegalStateException("the brokers refused input", refused);
    }
    return done;
  }

  /** Records that the brokers have taken. */
  long acknowledged() {
    return acknowledged.get();
  }

  /** Records among them that the job cannot process. */
  int strayed() {
    return strayed;
  }

  private void run() {
    try {
      long all = timeline.events();
      for (long event = 0; event < all && running; event++) {
        double due = timeline.due(event);
        long millis = beginMillis + Math.round(due * 1000);
        await(millis);
        while (!strays.isEmpty() && seconds(strays.get(0).at()) <= due) {
          stray(strays.remove(0).kind(), millis);
        }
        subject.event(event, millis).forEach(this::send);
        events.set(event + 1);
      }
      long last = beginMillis + Math.round(timeline.due(all) * 1000);
      subject.end(last + BEYOND_LAST.toMillis()).forEach(this::send);
      producer.flush();
      done = running && acknowledged.get() == records;
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void await(long millis) {
    long left = millis - System.currentTimeMillis();
    while (left > 0 && running) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(Math.min(left, 100)));
      left = millis - System.currentTimeMillis();
    }
  }

  private void stray(FaultKind kind, long millis) {
    for (int i = 0; i < STRAYS; i++) {
      strayed++;
      send(kind == FaultKind.POISON ? poison() : subject.ahead(strayed, millis + AHEAD.toMillis()));
    }
  }

  /** Noise, noise that begins as a message does, or next to nothing. */
  private InputRecord poison() {
    byte[] value = new byte[strayed % 3 == 2 ? 1 : 8 + random.nextInt(64)];
    random.nextBytes(value);
    if (strayed % 3 == 1) {
      value[0] = (byte) 0xC3;
      value[1] = 1;
    }
    byte[] key = ("poison-" + strayed).getBytes(UTF_8);
    String topic = subject.input().name();
    return new InputRecord(topic, strayed % subject.input().partitions(), key, value);
  }

  private void send(InputRecord record) {
    records++;
    Future<?> unused =
        producer.send(
            new ProducerRecord<>(record.topic(), record.partition(), record.key(), record.value()),
            (metadata, refused) -> {
              if (refused == null) {
                acknowledged.incrementAndGet();
              } else {
                failure.compareAndSet(null, refused);
              }
            });
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }

  @Override
  public void close() {
    running = false;
    producer.close(Duration.ZERO);
    try {
      thread.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
