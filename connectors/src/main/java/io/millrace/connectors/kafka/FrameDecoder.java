/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import io.millrace.connectors.avro.DecodingException;
import io.millrace.connectors.avro.FrameFactory;
import io.millrace.connectors.avro.SignalFrames;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * Decodes records of signal frames and reads their event times for watermarks.
 *
 * <p>One frame from the far future would make every other stream late for good. So a frame whose
 * event time lies further ahead of the broker's clock than allowed advances no watermark and is
 * refused.
 */
public final class FrameDecoder<T> implements RecordDecoder<T> {
  private static final long serialVersionUID = 1;

  private final SignalFrames frames;
  private final Factory<T> factory;
  private final long aheadMillis;

  private FrameDecoder(SignalFrames frames, Factory<T> factory, long aheadMillis) {
    this.frames = frames;
    this.factory = factory;
    this.aheadMillis = aheadMillis;
  }

  /**
   * @param factory makes the value; gets the record for its position
   * @param ahead how far an event time may lie ahead of the broker's clock
   */
  public static <T> FrameDecoder<T> of(SignalFrames frames, Factory<T> factory, Duration ahead) {
    return new FrameDecoder<>(frames, factory, ahead.toMillis());
  }

  @Override
  public T decode(KafkaRecord record) throws DecodingException {
    T value = frames.decode(record.value(), record, factory);
    long time = frames.eventTime(record.value());
    if (isAhead(time, record)) {
      throw new DecodingException(
          "event time "
              + time
              + " ms lies more than "
              + Duration.ofMillis(aheadMillis)
              + " ahead of the broker's clock, "
              + Instant.ofEpochMilli(record.timestamp()));
    }
    return value;
  }

  /**
   * Watermarks by the event times of the frames.
   *
   * @see KafkaSources#watermarks
   */
  public WatermarkStrategy<KafkaRecord> watermarks(Duration disorder, Duration idle) {
    return KafkaSources.watermarks(disorder, idle, (record, timestamp) -> eventTime(record));
  }

  long eventTime(KafkaRecord record) {
    long time = frames.eventTime(record.value());
    return isAhead(time, record) ? Long.MIN_VALUE : time;
  }

  private boolean isAhead(long time, KafkaRecord record) {
    // Records of very old producers have no timestamp; nothing can be said of them.
    return record.timestamp() >= 0
        && time > record.timestamp()
        && time - record.timestamp() > aheadMillis;
  }

  /** Makes a value of a frame; a {@link FrameFactory} that travels with the job. */
  @FunctionalInterface
  public interface Factory<T> extends FrameFactory<KafkaRecord, T>, Serializable {}
}
