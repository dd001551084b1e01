/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.models.aggregation.codec.Chunk;
import io.millrace.models.aggregation.rule.Coefficients;
import io.millrace.models.aggregation.rule.Contribution;
import io.millrace.models.aggregation.rule.Contribution.Payload;
import io.millrace.models.aggregation.rule.Round;
import io.millrace.models.aggregation.rule.Totals;
import io.millrace.models.aggregation.schedule.Assignment;
import io.millrace.models.aggregation.transit.PublishEvent.Participant;
import io.millrace.models.aggregation.transit.PublishEvent.Refusal;
import io.millrace.models.aggregation.transit.ShardEvent.ChunkKey;
import io.millrace.models.aggregation.transit.ShardEvent.Member;
import io.millrace.models.aggregation.transit.ShardEvent.Partial;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.aggregation.transit.UpdateId;
import io.millrace.models.origin.Origin;
import io.millrace.models.shape.Fragment;
import io.millrace.models.shape.ModelShape;
import io.millrace.models.shape.TensorShape;
import io.millrace.state.binary.Varint;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The parts that the values of aggregation are made of, as bytes. */
final class Parts {
  private static final int MOST = 1 << 24;

  private Parts() {}

  /** Writes one item of a list. */
  interface Writer<T> {
    void write(T value, DataOutputView out) throws IOException;
  }

  /** Reads one item of a list. */
  interface Reader<T> {
    T read(DataInputView in) throws IOException;
  }

  static <T> void list(List<T> values, Writer<T> writer, DataOutputView out) throws IOException {
    Varint.write(values.size(), out);
    for (T value : values) {
      writer.write(value, out);
    }
  }

  static <T> List<T> list(Reader<T> reader, DataInputView in) throws IOException {
    int size = Varint.readLength("list", MOST, in);
    List<T> values = new ArrayList<>(Math.min(size, 1024));
    for (int i = 0; i < size; i++) {
      values.add(reader.read(in));
    }
    return values;
  }

  static void text(String value, DataOutputView out) throws IOException {
    byte[] bytes = value.getBytes(UTF_8);
    Varint.write(bytes.length, out);
    out.write(bytes);
  }

  static String text(DataInputView in) throws IOException {
    byte[] bytes = new byte[Varint.readLength("text", MOST, in)];
    in.readFully(bytes);
    return new String(bytes, UTF_8);
  }

  static void header(UpdateHeader header, DataOutputView out) throws IOException {
    text(header.model(), out);
    text(header.cohort(), out);
    contribution(header.contribution(), out);
    Varint.writeSigned(header.round(), out);
    Varint.writeSigned(header.timeMillis(), out);
    shape(header.shape(), out);
    out.writeBoolean(header.initial());
  }

  static UpdateHeader header(DataInputView in) throws IOException {
    return new UpdateHeader(
        text(in),
        text(in),
        contribution(in),
        Varint.readSigned(in),
        Varint.readSigned(in),
        shape(in),
        in.readBoolean());
  }

  static void contribution(Contribution value, DataOutputView out) throws IOException {
    text(value.worker(), out);
    text(value.update(), out);
    Varint.write(value.baseVersion(), out);
    Varint.write(value.examples(), out);
    Varint.write(value.steps(), out);
    out.writeDouble(value.learningRate());
    Varint.write(value.millis(), out);
    payload(value.payload(), out);
  }

  static Contribution contribution(DataInputView in) throws IOException {
    return new Contribution(
        text(in),
        text(in),
        Varint.read(in),
        Varint.read(in),
        Varint.readLength("steps", Integer.MAX_VALUE, in),
        in.readDouble(),
        Varint.read(in),
        payload(in));
  }

  static void payload(Payload payload, DataOutputView out) throws IOException {
    out.writeByte(
        switch (payload) {
          case DELTA -> 0;
          case MODEL -> 1;
          case GRADIENT -> 2;
        });
  }

  static Payload payload(DataInputView in) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case 0 -> Payload.DELTA;
      case 1 -> Payload.MODEL;
      case 2 -> Payload.GRADIENT;
      default -> throw new IOException(kind + " is no kind of payload: the value is corrupt");
    };
  }

  static void shape(ModelShape shape, DataOutputView out) throws IOException {
    list(
        shape.tensors(),
        (tensor, to) -> {
          text(tensor.name(), to);
          list(tensor.dimensions(), (dimension, view) -> Varint.write(dimension, view), to);
        },
        out);
  }

  static ModelShape shape(DataInputView in) throws IOException {
    return new ModelShape(list(from -> new TensorShape(text(from), list(Varint::read, from)), in));
  }

  static void origin(Origin origin, DataOutputView out) throws IOException {
    text(origin.topic(), out);
    Varint.writeSigned(origin.partition(), out);
    Varint.writeSigned(origin.offset(), out);
  }

  static Origin origin(DataInputView in) throws IOException {
    return new Origin(text(in), (int) Varint.readSigned(in), Varint.readSigned(in));
  }

  static void id(UpdateId id, DataOutputView out) throws IOException {
    text(id.worker(), out);
    text(id.update(), out);
  }

  static UpdateId id(DataInputView in) throws IOException {
    return new UpdateId(text(in), text(in));
  }

  static void chunkKey(ChunkKey key, DataOutputView out) throws IOException {
    id(key.update(), out);
    Varint.write(key.fragment(), out);
    out.writeInt(key.crc());
  }

  static ChunkKey chunkKey(DataInputView in) throws IOException {
    return new ChunkKey(id(in), Varint.readLength("fragment", Integer.MAX_VALUE, in), in.readInt());
  }

  /** All but the bytes. */
  static void chunkHead(Chunk chunk, DataOutputView out) throws IOException {
    Varint.write(chunk.tensor(), out);
    Varint.write(chunk.offset(), out);
    Varint.write(chunk.count(), out);
    out.writeByte(chunk.codec());
    out.writeInt(chunk.crc());
  }

  /** With the bytes added. */
  static Chunk chunkHead(byte[] bytes, DataInputView in) throws IOException {
    int tensor = Varint.readLength("tensor", Integer.MAX_VALUE, in);
    long offset = Varint.read(in);
    int count = Varint.readLength("count", Integer.MAX_VALUE, in);
    byte codec = in.readByte();
    return new Chunk(tensor, offset, count, codec, bytes, in.readInt());
  }

  static void chunk(Chunk chunk, DataOutputView out) throws IOException {
    Varint.write(chunk.bytes().length, out);
    out.write(chunk.bytes());
    chunkHead(chunk, out);
  }

  static Chunk chunk(DataInputView in) throws IOException {
    byte[] bytes = new byte[Varint.readLength("chunk", Chunk.MOST_BYTES, in)];
    in.readFully(bytes);
    return chunkHead(bytes, in);
  }

  static void member(Member member, DataOutputView out) throws IOException {
    text(member.worker(), out);
    payload(member.payload(), out);
    out.writeDouble(member.weight());
    chunk(member.content(), out);
  }

  static Member member(DataInputView in) throws IOException {
    return new Member(text(in), payload(in), in.readDouble(), chunk(in));
  }

  static void partial(Partial partial, DataOutputView out) throws IOException {
    Varint.write(partial.totals().updates(), out);
    out.writeLong(partial.totals().weightUnits());
    out.writeLong(partial.totals().modelUnits());
    out.writeLong(partial.bound());
    Varint.write(partial.integers().length, out);
    byte[] bytes = new byte[Long.BYTES * partial.integers().length];
    ByteBuffer.wrap(bytes).asLongBuffer().put(partial.integers());
    out.write(bytes);
  }

  static Partial partial(String key, int shard, Round round, int parts, DataInputView in)
      throws IOException {
    Totals totals =
        new Totals(
            Varint.readLength("updates", Integer.MAX_VALUE, in), in.readLong(), in.readLong());
    long bound = in.readLong();
    long[] integers = new long[Varint.readLength("sums", ModelShape.FRAGMENT, in)];
    byte[] bytes = new byte[Long.BYTES * integers.length];
    in.readFully(bytes);
    ByteBuffer.wrap(bytes).asLongBuffer().get(integers);
    return new Partial(key, shard, round, parts, totals, bound, integers);
  }

  static void fragment(Fragment fragment, DataOutputView out) throws IOException {
    Varint.write(fragment.index(), out);
    Varint.write(fragment.tensor(), out);
    Varint.write(fragment.offset(), out);
    Varint.write(fragment.length(), out);
  }

  static Fragment fragment(DataInputView in) throws IOException {
    return new Fragment(
        Varint.readLength("index", Integer.MAX_VALUE, in),
        Varint.readLength("tensor", Integer.MAX_VALUE, in),
        Varint.read(in),
        Varint.readLength("length", ModelShape.FRAGMENT, in));
  }

  static void round(Round round, DataOutputView out) throws IOException {
    Varint.write(round.number(), out);
    Varint.write(round.version(), out);
    Varint.write(round.knownWorkers(), out);
    Varint.write(round.knownExamples(), out);
    Varint.write(round.millis(), out);
    out.writeDouble(round.returnsPerMilli());
  }

  static Round round(DataInputView in) throws IOException {
    return new Round(
        Varint.read(in),
        Varint.read(in),
        Varint.readLength("workers", Integer.MAX_VALUE, in),
        Varint.read(in),
        Varint.read(in),
        in.readDouble());
  }

  static void coefficients(Coefficients values, DataOutputView out) throws IOException {
    if (values == null) {
      Varint.write(0, out);
      return;
    }
    Varint.write(values.outputs(), out);
    for (int o = 0; o < values.outputs(); o++) {
      doubles(values.column(o), out);
    }
  }

  static Coefficients coefficients(DataInputView in) throws IOException {
    int outputs = Varint.readLength("outputs", 1 << 20, in);
    if (outputs == 0) {
      return null;
    }
    double[][] rows = new double[outputs][];
    for (int o = 0; o < outputs; o++) {
      rows[o] = doubles(in);
    }
    return Coefficients.of(rows);
  }

  static void doubles(double[] values, DataOutputView out) throws IOException {
    Varint.write(values.length, out);
    for (double value : values) {
      out.writeDouble(value);
    }
  }

  static double[] doubles(DataInputView in) throws IOException {
    double[] values = new double[Varint.readLength("values", MOST, in)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readDouble();
    }
    return values;
  }

  static void ints(int[] values, DataOutputView out) throws IOException {
    Varint.write(values.length, out);
    for (int value : values) {
      out.writeInt(value);
    }
  }

  static int[] ints(DataInputView in) throws IOException {
    int[] values = new int[Varint.readLength("values", MOST, in)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.readInt();
    }
    return values;
  }

  static void participant(Participant value, DataOutputView out) throws IOException {
    id(value.update(), out);
    Varint.write(value.baseVersion(), out);
    Varint.write(value.staleness(), out);
    Varint.write(value.examples(), out);
    out.writeDouble(value.weight());
    out.writeDouble(value.norm());
    out.writeBoolean(value.model());
  }

  static Participant participant(DataInputView in) throws IOException {
    return new Participant(
        id(in),
        Varint.read(in),
        Varint.read(in),
        Varint.read(in),
        in.readDouble(),
        in.readDouble(),
        in.readBoolean());
  }

  static void refusal(Refusal value, DataOutputView out) throws IOException {
    id(value.update(), out);
    text(value.reason(), out);
  }

  static Refusal refusal(DataInputView in) throws IOException {
    return new Refusal(id(in), text(in));
  }

  static void assignment(Assignment value, DataOutputView out) throws IOException {
    text(value.worker(), out);
    Varint.write(value.steps(), out);
    Varint.writeSigned(value.group(), out);
    Varint.writeSigned(value.expectedMillis(), out);
    Varint.writeSigned(value.latestMillis(), out);
  }

  static Assignment assignment(DataInputView in) throws IOException {
    return new Assignment(
        text(in),
        Varint.readLength("steps", Integer.MAX_VALUE, in),
        Varint.readSigned(in),
        Varint.readSigned(in),
        Varint.readSigned(in));
  }
}
