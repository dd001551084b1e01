/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

import io.millrace.connectors.kafka.KafkaConnection;
import java.time.Duration;
import java.util.Properties;
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
public final class Sender implements AutoCloseable {
  private static final Duration BEYOND_LAST = Duration.ofMinutes(1);
  private static final String FOREVER = Long.toString(Duration.ofMinutes(30).toMillis());

  private final Subject subject;
  private final Timeline timeline;
  private final Extras extras;
  private final long beginMillis;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicLong acknowledged = new AtomicLong();
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private final Thread thread;
  private final AtomicLong events = new AtomicLong();
  private volatile boolean running = true;
  private volatile boolean done;
  private long records;

  /**
   * Connects; nothing is sent before {@link #start}.
   *
   * @param beginMillis event time of the first event, and when it is due
   */
  public Sender(
      KafkaConnection connection,
      Subject subject,
      Timeline timeline,
      Extras extras,
      long beginMillis) {
    this.subject = subject;
    this.timeline = timeline;
    this.extras = extras;
    this.beginMillis = beginMillis;
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

  public void start() {
    thread.start();
  }

  /** Events that were handed to the client so far. */
  public long events() {
    return events.get();
  }

  /** Answers that are due to these. */
  public long due() {
    return subject.expected(events());
  }

  /**
   * Whether all was sent and taken.
   *
   * @throws IllegalStateException when the brokers refused some of it
   */
  public boolean isDone() {
    Exception refused = failure.get();
    if (refused != null) {
      throw new IllegalStateException("the brokers refused input", refused);
    }
    return done;
  }

  /** Records that the brokers have taken. */
  public long acknowledged() {
    return acknowledged.get();
  }

  private void run() {
    try {
      long all = timeline.events();
      for (long event = 0; event < all && running; event++) {
        double due = timeline.due(event);
        long millis = beginMillis + Math.round(due * 1000);
        await(millis);
        extras.before(due, millis, this::send);
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
