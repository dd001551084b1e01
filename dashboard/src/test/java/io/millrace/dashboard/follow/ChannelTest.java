/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.follow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.dashboard.feed.Records;
import io.millrace.schemas.SignalFrame;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ChannelTest {
  private final List<Long> taken = new ArrayList<>();
  private final Channel<SignalFrame> channel =
      new Channel<>("signals", SignalFrame.class, 1000, key -> false, (frame, of) -> take(frame));

  private void take(SignalFrame frame) {
    if (frame.getSequence() == 1) {
      throw new ArithmeticException("/ by zero");
    }
    taken.add(frame.getSequence());
  }

  private void accept(byte[] value) {
    channel.accept(new ConsumerRecord<>("signals", 0, 7, null, value), 1000);
  }

  @Test
  void aRecordThatCannotBeShownIsCountedAndTheNextIsShown() {
    for (long sequence = 0; sequence < 3; sequence++) {
      accept(
          RecordCodec.of(SignalFrame.class)
              .encode(Records.frame("a", sequence, Instant.EPOCH, List.of(1f))));
      accept("no frame".getBytes(UTF_8));
    }

    assertThat(taken).containsExactly(0L, 2L);
    assertThat(channel.traffic().total()).isEqualTo(3);
    assertThat(channel.traffic().unreadable()).isEqualTo(4);
  }
}
