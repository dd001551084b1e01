/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.follow;

import io.millrace.connectors.avro.Codec;
import io.millrace.connectors.avro.DecodingException;
import io.millrace.connectors.avro.RecordCodec;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A topic that is followed: what its records are, who takes them, and how many of them at most. A
 * record that cannot be decoded or taken is counted and passed over, so that no record keeps the
 * next ones from being shown.
 *
 * @param <T> of the records
 */
public final class Channel<T extends SpecificRecord> {
  /** Takes records, one at a time. */
  @FunctionalInterface
  public interface Taker<T> {
    /**
     * Takes a record.
     *
     * @param record as it was read
     */
    void take(T value, ConsumerRecord<byte[], byte[]> record);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Channel.class);

  private final String topic;
  private final Codec<T> codec;
  private final Taker<? super T> taker;
  private final Predicate<byte[]> always;
  private final TopicTraffic traffic = new TopicTraffic();
  private final Sampler sampler;

  /**
   * @param perSecond records that are shown at most
   * @param always keys of records that are shown in any case
   */
  public Channel(
      String topic,
      Class<T> type,
      double perSecond,
      Predicate<byte[]> always,
      Taker<? super T> taker) {
    this.topic = topic;
    this.codec = RecordCodec.of(type);
    this.taker = taker;
    this.always = always;
    this.sampler = new Sampler(perSecond, System.nanoTime());
  }

  public String topic() {
    return topic;
  }

  public TopicTraffic traffic() {
    return traffic;
  }

  void accept(ConsumerRecord<byte[], byte[]> record, long nowMillis) {
    byte[] key = record.key();
    if (!(key != null && always.test(key)) && !sampler.take(System.nanoTime())) {
      traffic.leftOut(1, nowMillis);
      return;
    }
    T value;
    try {
      value = codec.decode(record.value());
    } catch (DecodingException e) {
      unreadable(record, e);
      return;
    }
    traffic.seen(nowMillis);
    try {
      taker.take(value, record);
    } catch (RuntimeException e) {
      unreadable(record, e);
    }
  }

  /** All are counted, the first is told of: there may be thousands. */
  private void unreadable(ConsumerRecord<byte[], byte[]> record, Exception reason) {
    if (traffic.unreadable() == 0) {
      LOG.warn(
          "Record {} of partition {} of topic {} cannot be shown; others like it are counted only",
          record.offset(),
          record.partition(),
          topic,
          reason);
    }
    traffic.countUnreadable();
  }
}
