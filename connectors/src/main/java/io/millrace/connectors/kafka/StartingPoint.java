/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import java.io.Serializable;
import java.time.Instant;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** Where a source begins when the job has no checkpoint to resume from. */
public sealed interface StartingPoint extends Serializable {
  /** The oldest record that the topic still holds. */
  StartingPoint EARLIEST = new Earliest();

  /** What arrives from now on. */
  StartingPoint LATEST = new Latest();

  /** Where the consumer group stopped, or the oldest record where it never read. */
  StartingPoint COMMITTED = new Committed();

  /** The first record that the broker received at a time or later. */
  static StartingPoint at(Instant time) {
    return new At(time.toEpochMilli());
  }

  OffsetsInitializer offsets();

  record Earliest() implements StartingPoint {
    @Override
    public OffsetsInitializer offsets() {
      return OffsetsInitializer.earliest();
    }
  }

  record Latest() implements StartingPoint {
    @Override
    public OffsetsInitializer offsets() {
      return OffsetsInitializer.latest();
    }
  }

  record Committed() implements StartingPoint {
    // The connector knows no other way to say it.
    @SuppressWarnings("deprecation")
    @Override
    public OffsetsInitializer offsets() {
      return OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST);
    }
  }

  record At(long millis) implements StartingPoint {
    @Override
    public OffsetsInitializer offsets() {
      return OffsetsInitializer.timestamp(millis);
    }
  }
}
