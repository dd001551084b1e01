/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.parameteraggregation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.avro.DecodingException;
import io.millrace.connectors.avro.Ids;
import io.millrace.connectors.avro.UpdateTimes;
import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.codec.Codecs;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.transit.RejectedUpdate;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.aggregation.transit.UpdatePart;
import io.millrace.models.origin.Origin;
import io.millrace.models.shape.ModelShape;
import io.millrace.models.shape.TensorShape;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class UpdateRecordsTest {
  private static final ModelShape SHAPE =
      new ModelShape(List.of(TensorShape.of("w", 2, 1), TensorShape.of("b")));

  private final UpdateRecords records = new UpdateRecords();

  private static UpdatePart part(Payload payload, boolean initial) {
    Contribution contribution = new Contribution("ann", "u1", 3, 10, 5, 0.1, 70, payload);
    UpdateHeader header = new UpdateHeader("net", "east", contribution, -1, 1234, SHAPE, initial);
    Chunk chunk = Chunk.encode(Codecs.FP32, SHAPE.fragment(0), new float[] {0.5f, -2}, 0, 0);
    return new UpdatePart(header, List.of(chunk), null);
  }

  @Test
  void partsComeBackAsTheyWere() throws DecodingException {
    for (UpdatePart part :
        List.of(
            part(Payload.DELTA, false), part(Payload.GRADIENT, false), part(Payload.MODEL, true))) {
      assertThat(records.decode(records.encode(part))).usingRecursiveComparison().isEqualTo(part);
    }
  }

  @Test
  void theEventTimeIsReadWithoutTheRest() {
    byte[] message = records.encode(part(Payload.DELTA, false));
    UpdateTimes times = UpdateTimes.singleObject();
    assertThat(times.eventTime(message)).isEqualTo(1234);
    assertThat(times.eventTime(new byte[5])).isEqualTo(Long.MIN_VALUE);
    assertThat(times.eventTime(null)).isEqualTo(Long.MIN_VALUE);
  }

  /** Written by docs/examples/publish_update.py, signed bytes and all. */
  @Test
  void whatThePythonExampleWritesIsAPart() throws Exception {
    byte[] message;
    try (InputStream in = getClass().getResourceAsStream("/python-update.hex")) {
      message =
          HexFormat.of()
              .parseHex(
                  new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", ""));
    }
    UpdatePart part = records.decode(message);
    assertThat(part).usingRecursiveComparison().isEqualTo(part(Payload.DELTA, false));
    part.chunks().get(0).verify();
  }

  private static UpdatePart named(String worker, String update, ModelShape shape) {
    Contribution contribution = new Contribution(worker, update, 3, 1, 1, 1, 0, Payload.DELTA);
    UpdateHeader header = new UpdateHeader("net", "", contribution, -1, 1, shape, false);
    return new UpdatePart(header, List.of(), null);
  }

  @Test
  void idsAndShapesThatWouldNotFitOutputsAreRefusedWithoutRepeatingThem() throws Exception {
    String longest = "x".repeat(Ids.LONGEST);
    assertThat(records.decode(records.encode(named(longest, longest, SHAPE)))).isNotNull();
    for (UpdatePart part :
        List.of(named(longest + 'x', "u", SHAPE), named("w", longest + 'x', SHAPE))) {
      byte[] message = records.encode(part);
      assertThatThrownBy(() -> records.decode(message))
          .isInstanceOf(DecodingException.class)
          .hasMessageContaining("2049 characters")
          .message()
          .hasSizeLessThan(200);
    }
    List<TensorShape> many = new ArrayList<>();
    for (int i = 0; i < 2048; i++) {
      many.add(TensorShape.of("%0512d".formatted(i), 1));
    }
    byte[] message = records.encode(named("w", "u", new ModelShape(many)));
    assertThatThrownBy(() -> records.decode(message))
        .isInstanceOf(DecodingException.class)
        .hasMessageContainingAll("'w'", "2048 tensors");
  }

  @Test
  void anUpdateThatWasRefusedLaterIsALetterThatCannotGoBack() {
    RejectedUpdate rejected =
        new RejectedUpdate(named("w", "u", SHAPE).header(), "too old", new Origin("t", 1, 2));
    assertThat(new RejectedUpdates("decide-rounds").map(rejected).getMissingBytes()).isEqualTo(-1);
  }

  @Test
  void senselessEnvelopesAreRefusedWithTheirWorker() {
    byte[] message = records.encode(part(Payload.DELTA, false));
    String text = new String(message, StandardCharsets.ISO_8859_1);
    byte[] unknown = text.replace("delta", "dolts").getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> records.decode(unknown))
        .isInstanceOf(DecodingException.class)
        .hasMessageContainingAll("worker 'ann'", "payload is 'dolts'");
    byte[] astray = text.replace("net", "../").getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> records.decode(astray)).hasMessageContaining("'../'");
    assertThatThrownBy(() -> records.decode(null)).hasMessageContaining("tombstone");
  }
}
