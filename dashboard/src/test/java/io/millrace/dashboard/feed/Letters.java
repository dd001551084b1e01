/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.SignalFrame;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Dead letters of several kinds. */
public final class Letters {
  private Letters() {}

  /** A record that was text, and hostile to whoever shows it as anything else. */
  public static DeadLetter text(Instant time) {
    return letter(time, "<script>document.title='hacked'</script> poison".getBytes(UTF_8));
  }

  /** A record that is no text. */
  public static DeadLetter binary(Instant time) {
    return letter(time, new byte[] {(byte) 0xC3, 1, 0, 7, (byte) 0xFF, (byte) 0xFE, 3});
  }

  /** A frame that was refused for what is in it. */
  public static DeadLetter frame(Instant time) {
    SignalFrame frame =
        SignalFrame.newBuilder()
            .setStreamId("ecg-0003")
            .setSequence(90)
            .setEventTime(time)
            .setSamplingRate(360)
            .setChannels(2)
            .setSamples(List.of(1f, 2f, 3f, 4f))
            .build();
    return letter(time, RecordCodec.of(SignalFrame.class).encode(frame));
  }

  /** From no topic. */
  public static DeadLetter model(Instant time) {
    return DeadLetter.newBuilder(letter(time, "ecg/9".getBytes(UTF_8)))
        .setTopic("")
        .setPartition(-1)
        .setOffset(-1)
        .setReason("model ecg/9, subtask 0: it has no file model.json")
        .setSource("streaming-cnn")
        .build();
  }

  private static DeadLetter letter(Instant time, byte[] payload) {
    return DeadLetter.newBuilder()
        .setPayload(ByteBuffer.wrap(payload))
        .setTopic("millrace.signal.frame.v1")
        .setPartition(2)
        .setOffset(4711)
        .setReason("not in the single-object encoding: begins with 3c 73 instead of c3 01")
        .setTime(time)
        .setKey(ByteBuffer.wrap("ecg-0003".getBytes(UTF_8)))
        .setHeaders(Map.of())
        .setSource("decode-frames")
        .build();
  }
}
