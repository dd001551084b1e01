/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.avro;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.SignalFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

class SignalFramesTest {
  private record Read(
      String topic,
      String id,
      long sequence,
      long time,
      float rate,
      int channels,
      float[] samples) {}

  private static final FrameFactory<String, Read> READ = Read::new;

  private final SignalFrames frames = SignalFrames.singleObject();
  private final RecordCodec<SignalFrame> avro = RecordCodec.of(SignalFrame.class);

  @Test
  void messagesEqualThoseOfAvroByteForByte() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 2000; i++) {
      SignalFrame frame = randomFrame(random);
      assertThat(encode(frame)).isEqualTo(avro.encode(frame));
    }
  }

  @Test
  void messagesOfAvroAreReadAsAvroReadsThem() throws Exception {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 2000; i++) {
      byte[] message = avro.encode(randomFrame(random));
      SignalFrame expected = avro.decode(message);
      assertThat(toFrame(frames.decode(message, "t", READ))).isEqualTo(expected);
      assertThat(frames.eventTime(message)).isEqualTo(expected.getEventTime().toEpochMilli());
    }
  }

  @Test
  void theContextReachesTheFactory() throws Exception {
    byte[] message = frames.encode("s", 1, 2, 3, 1, new float[] {4});
    assertThat(frames.decode(message, "signals", READ).topic()).isEqualTo("signals");
  }

  @Test
  void samplesInSeveralBlocksAreJoined() throws Exception {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 50; i++) {
      SignalFrame frame = randomFrame(random);
      byte[] message = inBlocks(frame);
      assertThat(toFrame(frames.decode(message, "t", READ))).isEqualTo(frame);
    }
  }

  @Test
  void samplesKeepTheirBits() throws Exception {
    float[] samples = {
      Float.NaN, Float.intBitsToFloat(0x7fc0_dead), -0f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY
    };
    Read read = frames.decode(frames.encode("s", 0, 0, 1, 1, samples), "t", READ);
    for (int i = 0; i < samples.length; i++) {
      assertThat(Float.floatToRawIntBits(read.samples()[i]))
          .isEqualTo(Float.floatToRawIntBits(samples[i]));
    }
  }

  @Test
  void anEarlierVersionIsResolvedToTheCurrentSchema() throws Exception {
    Schema earlier =
        SchemaBuilder.record("io.millrace.schemas.SignalFrame")
            .fields()
            .requiredString("streamId")
            .requiredLong("sequence")
            .requiredLong("eventTime")
            .requiredFloat("samplingRate")
            .name("samples")
            .type(Schema.createArray(Schema.create(Schema.Type.FLOAT)))
            .noDefault()
            .requiredString("dropped")
            .endRecord();
    SingleObjectFraming framing = SingleObjectFraming.released().with(earlier);
    GenericRecord written =
        new GenericRecordBuilder(earlier)
            .set("streamId", "old")
            .set("sequence", 7L)
            .set("eventTime", 1234L)
            .set("samplingRate", 50f)
            .set("samples", List.of(1f, 2f))
            .set("dropped", "gone")
            .build();
    byte[] message = encode(framing, earlier, written);

    SignalFrames evolved = SignalFrames.of(framing, 1000);
    for (int i = 0; i < 2; i++) {
      Read read = evolved.decode(message, "t", READ);
      assertThat(read.channels()).isEqualTo(1);
      assertThat(read.samples()).containsExactly(1f, 2f);
      assertThat(evolved.eventTime(message)).isEqualTo(1234);
      byte[] current = evolved.encode("new", 0, 5, 1, 2, new float[] {1, 2});
      assertThat(evolved.decode(current, "t", READ).channels()).isEqualTo(2);
    }
    assertThatThrownBy(() -> frames.decode(message, "t", READ))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("unknown schema")
        .hasMessageContaining(
            String.format("%016x", SchemaNormalization.parsingFingerprint64(earlier)));
  }

  @Test
  void everyTruncationAndEveryTrailingByteIsRefused() {
    byte[] message = frames.encode("stream", 9, 1_700_000_000_000L, 360, 2, new float[64]);
    for (int length = 0; length < message.length; length++) {
      byte[] cut = Arrays.copyOf(message, length);
      assertThatThrownBy(() -> frames.decode(cut, "t", READ))
          .isInstanceOf(DecodingException.class)
          .hasMessageContaining("truncated");
    }
    byte[] longer = Arrays.copyOf(message, message.length + 1);
    assertThatThrownBy(() -> frames.decode(longer, "t", READ))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("trailing bytes");
  }

  @Test
  void hostileLengthsAreRefusedBeforeAnythingIsAllocated() {
    for (long count : new long[] {Integer.MAX_VALUE, 1L << 40, -(1L << 40), Long.MIN_VALUE, 3}) {
      byte[] message = withSampleCount(count);
      // Two thousand arrays of two gigabytes would end in an OutOfMemoryError.
      for (int i = 0; i < 2000; i++) {
        assertThatThrownBy(() -> frames.decode(message, "t", READ))
            .isInstanceOf(DecodingException.class)
            .hasMessageContaining("a length of");
        assertThatThrownBy(() -> avro.decode(message)).isInstanceOf(DecodingException.class);
      }
    }
  }

  @Test
  void framesThatContradictThemselvesAreRefused() {
    assertRefused(frames.encode("", 0, 0, 1, 1, new float[1]), "no stream id");
    assertRefused(frames.encode("s", 0, 0, 1, 0, new float[1]), "0 channels");
    assertRefused(frames.encode("s", 0, 0, 1, 2, new float[3]), "3 values are no multiple of 2");
    String longest = "s".repeat(Ids.LONGEST);
    assertRefused(frames.encode(longest + 's', 0, 0, 1, 1, new float[1]), "2049 characters");
    assertRefused(new byte[SignalFrames.LARGEST + 1], "oversize: 4194305 bytes");
    assertRefused(null, "tombstone");
    assertRefused(new byte[20], "begins with 00 00 instead of c3 01");
    assertRefused(
        RecordCodec.of(DeadLetter.class)
            .encode(
                new DeadLetter(
                    null, "t", 0, 0L, "r", Instant.EPOCH, null, Map.of(), "operator", 0L)),
        "a DeadLetter cannot be read as SignalFrame");
  }

  @Test
  void anOversizeMessageIsRefusedByItsLength() {
    byte[] message = frames.encode("s", 0, 0, 1, 1, new float[1000]);
    SignalFrames small = SignalFrames.of(SingleObjectFraming.released(), 1000);
    assertThatThrownBy(() -> small.decode(message, "t", READ))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("oversize: " + message.length + " bytes, the limit is 1000");
  }

  @Test
  void tenThousandMutatedMessagesEitherDecodeOrAreRefused() {
    Random random = new Random(4);
    SplittableRandom values = new SplittableRandom(5);
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] message = mutate(encode(randomFrame(values)), random);
      boolean malformed = false;
      try {
        Read read = frames.decode(message, "t", READ);
        assertThat(frames.eventTime(message)).isEqualTo(read.time());
      } catch (DecodingException e) {
        malformed = true;
        assertThat(e).hasMessageMatching("(?s).{10,}");
      }
      refused += malformed ? 1 : 0;
      try {
        SignalFrame frame = avro.decode(message);
        assertThat(malformed)
            .as("%s", frame)
            .isEqualTo(
                frame.getStreamId().isEmpty()
                    || frame.getChannels() < 1
                    || frame.getSamples().size() % frame.getChannels() != 0);
      } catch (DecodingException e) {
        assertThat(malformed).as(e.getMessage()).isTrue();
      }
    }
    assertThat(refused).isBetween(3_000, 9_999);
  }

  @Test
  void aMalformedMessageHasNoEventTime() {
    assertThat(frames.eventTime(new byte[] {1, 2, 3})).isEqualTo(Long.MIN_VALUE);
    assertThat(frames.eventTime(null)).isEqualTo(Long.MIN_VALUE);
  }

  private void assertRefused(byte[] message, String reason) {
    assertThatThrownBy(() -> frames.decode(message, "t", READ))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining(reason);
  }

  private static byte[] mutate(byte[] message, Random random) {
    byte[] mutated = message.clone();
    switch (random.nextInt(4)) {
      case 0 -> mutated = Arrays.copyOf(mutated, random.nextInt(mutated.length));
      case 1 -> mutated = Arrays.copyOf(mutated, mutated.length + 1 + random.nextInt(20));
      default -> {
        for (int k = random.nextInt(4); k >= 0; k--) {
          mutated[random.nextInt(Math.min(mutated.length, 40))] = (byte) random.nextInt();
        }
      }
    }
    return mutated;
  }

  private byte[] encode(SignalFrame f) {
    float[] samples = new float[f.getSamples().size()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = f.getSamples().get(i);
    }
    return frames.encode(
        f.getStreamId(),
        f.getSequence(),
        f.getEventTime().toEpochMilli(),
        f.getSamplingRate(),
        f.getChannels(),
        samples);
  }

  private static SignalFrame toFrame(Read read) {
    List<Float> samples = new ArrayList<>();
    for (float sample : read.samples()) {
      samples.add(sample);
    }
    return new SignalFrame(
        read.id(),
        read.sequence(),
        Instant.ofEpochMilli(read.time()),
        read.rate(),
        read.channels(),
        samples);
  }

  private static SignalFrame randomFrame(SplittableRandom random) {
    int channels = 1 + random.nextInt(4);
    List<Float> samples = new ArrayList<>();
    for (int i = channels * random.nextInt(100); i > 0; i--) {
      samples.add((float) (random.nextDouble() * 1e6 - 5e5));
    }
    return new SignalFrame(
        "s" + random.nextInt(100_000) + "é語",
        random.nextLong() >> random.nextInt(64),
        Instant.ofEpochMilli(random.nextLong() >> (12 + random.nextInt(50))),
        (float) random.nextInt(1, 1000),
        channels,
        samples);
  }

  /** As a writer that does not know the number of samples beforehand. */
  private static byte[] inBlocks(SignalFrame frame) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(SingleObjectFraming.released().header(SignalFrame.getClassSchema()));
    BinaryEncoder encoder =
        new EncoderFactory().configureBlockSize(64).blockingBinaryEncoder(out, null);
    GenericRecord record = new GenericData.Record(SignalFrame.getClassSchema());
    record.put("streamId", frame.getStreamId());
    record.put("sequence", frame.getSequence());
    record.put("eventTime", frame.getEventTime().toEpochMilli());
    record.put("samplingRate", frame.getSamplingRate());
    record.put("channels", frame.getChannels());
    record.put("samples", frame.getSamples());
    new GenericDatumWriter<GenericRecord>(SignalFrame.getClassSchema()).write(record, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static byte[] encode(Framing framing, Schema schema, GenericRecord record)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(framing.header(schema));
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    new GenericDatumWriter<GenericRecord>(schema).write(record, encoder);
    encoder.flush();
    return out.toByteArray();
  }

  private static byte[] withSampleCount(long count) {
    WireWriter out =
        new WireWriter(
            SingleObjectFraming.released().header(SignalFrame.getClassSchema()),
            2 + 1 + 1 + 4 + 1 + WireWriter.sizeOf(count) + 8);
    return out.put(new byte[] {'s'})
        .put(0)
        .put(0)
        .put(1f)
        .put(1)
        .put(count)
        .put(ByteBuffer.wrap(new byte[4]).order(ByteOrder.LITTLE_ENDIAN).getFloat())
        .put(0f)
        .done();
  }
}
