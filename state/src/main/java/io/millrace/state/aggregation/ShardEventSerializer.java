/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

import io.millrace.models.aggregation.transit.ShardEvent;
import io.millrace.models.aggregation.transit.ShardEvent.Admit;
import io.millrace.models.aggregation.transit.ShardEvent.Arrival;
import io.millrace.models.aggregation.transit.ShardEvent.Close;
import io.millrace.models.aggregation.transit.ShardEvent.Drop;
import io.millrace.models.aggregation.transit.ShardEvent.Gathered;
import io.millrace.models.aggregation.transit.ShardEvent.Gathering;
import io.millrace.models.aggregation.transit.ShardEvent.Open;
import io.millrace.models.aggregation.transit.ShardEvent.Partial;
import io.millrace.models.aggregation.transit.ShardEvent.Seed;
import io.millrace.models.aggregation.transit.ShardEvent.Solved;
import io.millrace.state.binary.ValueSerializer;
import io.millrace.state.binary.Varint;
import java.io.IOException;
import java.util.List;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Chunks and orders as bytes between tasks. */
public final class ShardEventSerializer extends ValueSerializer<ShardEvent> {
  private static final long serialVersionUID = 1L;
  private static final int ARRIVAL = 0;
  private static final int OPEN = 1;
  private static final int SEED = 2;
  private static final int ADMIT = 3;
  private static final int DROP = 4;
  private static final int CLOSE = 5;
  private static final int GATHERED = 6;
  private static final int SOLVED = 7;
  private static final int PARTIAL = 8;
  private static final int GATHERING = 9;

  @Override
  protected void write(ShardEvent event, DataOutputView out) throws IOException {
    Parts.text(event.key(), out);
    Varint.write(event.shard(), out);
    if (event instanceof Arrival arrival) {
      out.writeByte(ARRIVAL);
      Parts.chunkKey(arrival.chunk(), out);
      Parts.chunk(arrival.content(), out);
    } else if (event instanceof Open open) {
      out.writeByte(OPEN);
      Varint.write(open.shards(), out);
      Parts.list(open.fragments(), Parts::fragment, out);
      Parts.list(open.tensors(), (values, view) -> Varint.write(values, view), out);
    } else if (event instanceof Seed seed) {
      out.writeByte(SEED);
      Parts.chunkKey(seed.chunk(), out);
    } else if (event instanceof Admit admit) {
      out.writeByte(ADMIT);
      Parts.chunkKey(admit.chunk(), out);
      Parts.payload(admit.payload(), out);
      out.writeDouble(admit.weight());
    } else if (event instanceof Drop drop) {
      out.writeByte(DROP);
      Parts.chunkKey(drop.chunk(), out);
    } else if (event instanceof Close close) {
      out.writeByte(CLOSE);
      Parts.round(close.round(), out);
    } else if (event instanceof Gathered gathered) {
      out.writeByte(GATHERED);
      Varint.write(gathered.round(), out);
      Parts.list(gathered.members(), Parts::member, out);
    } else if (event instanceof Solved solved) {
      out.writeByte(SOLVED);
      Varint.write(solved.round(), out);
      Parts.coefficients(solved.coefficients(), out);
      Parts.text(solved.failure(), out);
    } else if (event instanceof Partial partial) {
      out.writeByte(PARTIAL);
      Parts.round(partial.round(), out);
      Varint.write(partial.parts(), out);
      Parts.partial(partial, out);
    } else if (event instanceof Gathering gathering) {
      out.writeByte(GATHERING);
      Varint.write(gathering.round(), out);
      Parts.member(gathering.member(), out);
    }
  }

  @Override
  protected ShardEvent read(int version, DataInputView in) throws IOException {
    String key = Parts.text(in);
    int shard = Varint.readLength("shard", Integer.MAX_VALUE, in);
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case ARRIVAL -> new Arrival(key, shard, Parts.chunkKey(in), Parts.chunk(in));
      case OPEN ->
          new Open(
              key,
              shard,
              Varint.readLength("shards", Integer.MAX_VALUE, in),
              Parts.list(Parts::fragment, in),
              Parts.list(Varint::read, in));
      case SEED -> new Seed(key, shard, Parts.chunkKey(in));
      case ADMIT -> new Admit(key, shard, Parts.chunkKey(in), Parts.payload(in), in.readDouble());
      case DROP -> new Drop(key, shard, Parts.chunkKey(in));
      case CLOSE -> new Close(key, shard, Parts.round(in));
      case GATHERED -> new Gathered(key, shard, Varint.read(in), Parts.list(Parts::member, in));
      case SOLVED ->
          new Solved(key, shard, Varint.read(in), Parts.coefficients(in), Parts.text(in));
      case PARTIAL ->
          Parts.partial(
              key, shard, Parts.round(in), Varint.readLength("parts", Integer.MAX_VALUE, in), in);
      case GATHERING -> new Gathering(key, shard, Varint.read(in), Parts.member(in));
      default -> throw new IOException(kind + " is no kind of event: the record is damaged");
    };
  }

  @Override
  protected int version() {
    return 1;
  }

  @Override
  public ShardEvent createInstance() {
    return new Open("", 0, 1, List.of(), List.of());
  }

  @Override
  public TypeSerializerSnapshot<ShardEvent> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<ShardEvent> {
    public Snapshot() {
      super(ShardEventSerializer::new);
    }
  }
}
