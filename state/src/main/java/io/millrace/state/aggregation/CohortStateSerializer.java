/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

import io.millrace.models.aggregation.rule.WorkerHistory;
import io.millrace.models.aggregation.schedule.Compass;
import io.millrace.models.aggregation.schedule.Compass.Group;
import io.millrace.models.aggregation.schedule.Compass.WorkerSpeed;
import io.millrace.models.aggregation.transit.UpdateHeader;
import io.millrace.models.origin.Origin;
import io.millrace.state.aggregation.CohortState.Complete;
import io.millrace.state.aggregation.CohortState.Mark;
import io.millrace.state.aggregation.CohortState.Pending;
import io.millrace.state.aggregation.CohortState.Worker;
import io.millrace.state.binary.BinarySerializer;
import io.millrace.state.binary.Varint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.core.memory.DataOutputView;

/** The standing of a model's rounds as bytes. */
public final class CohortStateSerializer extends BinarySerializer<CohortState> {
  private static final long serialVersionUID = 1L;

  @Override
  protected int version() {
    return 3;
  }

  @Override
  protected void write(CohortState state, DataOutputView out) throws IOException {
    out.writeBoolean(state.shape() != null);
    if (state.shape() != null) {
      Parts.shape(state.shape(), out);
    }
    out.writeBoolean(state.seeded());
    Varint.write(state.version(), out);
    Varint.write(state.fleet().size(), out);
    for (Map.Entry<String, Worker> worker : state.fleet().workers().entrySet()) {
      Parts.text(worker.getKey(), out);
      worker(worker.getValue(), out);
    }
    Parts.list(List.copyOf(state.pending().all()), CohortStateSerializer::pending, out);
    Parts.list(List.copyOf(state.waiting().values()), CohortStateSerializer::complete, out);
    Parts.list(state.participants(), Parts::participant, out);
    Parts.list(state.refusals(), Parts::refusal, out);
    Varint.write(state.duplicates(), out);
    Varint.writeSigned(state.openedMillis(), out);
    Varint.writeSigned(state.lastEventMillis(), out);
    out.writeDouble(state.load());
    compass(state.compass(), out);
  }

  @Override
  protected CohortState read(int version, DataInputView in) throws IOException {
    CohortState state = new CohortState();
    if (in.readBoolean()) {
      state.shape(Parts.shape(in));
    }
    state.seeded(in.readBoolean());
    state.version(Varint.read(in));
    int workers = Varint.readLength("workers", 1 << 24, in);
    for (int i = 0; i < workers; i++) {
      state.fleet().put(Parts.text(in), worker(version, in));
    }
    Parts.list(CohortStateSerializer::pending, in).forEach(state.pending()::add);
    for (Complete complete : Parts.list(i -> complete(version, state, i), in)) {
      state.waiting().put(complete.header().id(), complete);
    }
    Parts.list(Parts::participant, in).forEach(state::admit);
    state.refusals().addAll(Parts.list(Parts::refusal, in));
    state.duplicates(Varint.read(in));
    state.openedMillis(Varint.readSigned(in));
    state.lastEventMillis(Varint.readSigned(in));
    state.load(in.readDouble());
    state.compass(compass(in));
    return state;
  }

  private static void worker(Worker worker, DataOutputView out) throws IOException {
    WorkerHistory history = worker.history();
    Varint.writeSigned(history.firstRound(), out);
    Varint.writeSigned(history.lastRound(), out);
    Varint.write(history.intervals(), out);
    Varint.write(history.intervalSum(), out);
    Varint.write(history.returns(), out);
    Varint.write(history.returnMillis(), out);
    Varint.writeSigned(worker.seenMillis(), out);
    out.writeBoolean(worker.gone());
    out.writeBoolean(worker.member());
    Varint.write(worker.examples(), out);
    out.writeDouble(worker.load());
    long[] digests = worker.recent().digests();
    Varint.write(digests.length, out);
    for (long digest : digests) {
      out.writeLong(digest);
    }
  }

  /** Whoever took part before loads were kept may fill a whole term. */
  private static Worker worker(int version, DataInputView in) throws IOException {
    WorkerHistory history =
        new WorkerHistory(
            Varint.readSigned(in),
            Varint.readSigned(in),
            Varint.read(in),
            Varint.read(in),
            Varint.read(in),
            Varint.read(in));
    return new Worker(
        history,
        Varint.readSigned(in),
        in.readBoolean(),
        in.readBoolean(),
        Varint.read(in),
        version > 1 ? in.readDouble() : Math.min(1, history.returns()),
        version > 2 ? recent(in) : RecentUpdates.of(Parts.list(Parts::text, in)));
  }

  private static RecentUpdates recent(DataInputView in) throws IOException {
    long[] digests = new long[Varint.readLength("updates", 1 << 20, in)];
    for (int i = 0; i < digests.length; i++) {
      digests[i] = in.readLong();
    }
    return RecentUpdates.kept(digests);
  }

  private static void pending(Pending pending, DataOutputView out) throws IOException {
    Parts.header(pending.header(), out);
    Parts.origin(pending.origin(), out);
    Varint.writeSigned(pending.firstMillis(), out);
    out.writeFloat(pending.peak());
    Varint.write(pending.marks().size(), out);
    for (Map.Entry<Integer, Mark> mark : pending.marks().entrySet()) {
      Varint.write(mark.getKey(), out);
      out.writeInt(mark.getValue().crc());
      out.writeDouble(mark.getValue().square());
    }
  }

  private static Pending pending(DataInputView in) throws IOException {
    Pending pending = new Pending(Parts.header(in), Parts.origin(in), Varint.readSigned(in));
    pending.peak(in.readFloat());
    int marks = Varint.readLength("marks", 1 << 24, in);
    for (int i = 0; i < marks; i++) {
      int fragment = Varint.readLength("fragment", Integer.MAX_VALUE, in);
      pending.marks().put(fragment, new Mark(in.readInt(), in.readDouble()));
    }
    return pending;
  }

  private static void complete(Complete complete, DataOutputView out) throws IOException {
    Parts.header(complete.header(), out);
    Parts.ints(complete.crcs(), out);
    out.writeFloat(complete.peak());
    out.writeDouble(complete.norm());
    Parts.origin(complete.origin(), out);
    Varint.writeSigned(complete.turnMillis(), out);
    Varint.writeSigned(complete.sinceMillis(), out);
  }

  private static Complete complete(int version, CohortState state, DataInputView in)
      throws IOException {
    UpdateHeader header = Parts.header(in);
    int[] crcs = Parts.ints(in);
    float peak = in.readFloat();
    double norm = in.readDouble();
    Origin origin = Parts.origin(in);
    if (version > 1) {
      long turnMillis = Varint.readSigned(in);
      return new Complete(header, crcs, peak, norm, origin, turnMillis, Varint.readSigned(in));
    }
    Worker worker = state.fleet().get(header.id().worker());
    long seenMillis = worker == null ? 0 : worker.seenMillis();
    return new Complete(header, crcs, peak, norm, origin, header.timeMillis(), seenMillis);
  }

  private static void compass(Compass.State state, DataOutputView out) throws IOException {
    Varint.write(state.workers().size(), out);
    for (Map.Entry<String, WorkerSpeed> worker : state.workers().entrySet()) {
      Parts.text(worker.getKey(), out);
      out.writeDouble(worker.getValue().millisPerStep());
      Varint.writeSigned(worker.getValue().group(), out);
      Varint.write(worker.getValue().steps(), out);
    }
    Varint.write(state.groups().size(), out);
    for (Map.Entry<Long, Group> group : state.groups().entrySet()) {
      Varint.write(group.getKey(), out);
      Varint.writeSigned(group.getValue().expectedMillis(), out);
      Varint.writeSigned(group.getValue().latestMillis(), out);
      Parts.list(group.getValue().members(), Parts::text, out);
      Parts.list(group.getValue().arrived(), Parts::text, out);
    }
    Varint.write(state.nextGroup(), out);
  }

  private static Compass.State compass(DataInputView in) throws IOException {
    TreeMap<String, WorkerSpeed> workers = new TreeMap<>();
    int speeds = Varint.readLength("speeds", 1 << 24, in);
    for (int i = 0; i < speeds; i++) {
      String name = Parts.text(in);
      workers.put(
          name,
          new WorkerSpeed(
              in.readDouble(),
              Varint.readSigned(in),
              Varint.readLength("steps", Integer.MAX_VALUE, in)));
    }
    TreeMap<Long, Group> groups = new TreeMap<>();
    int size = Varint.readLength("groups", 1 << 24, in);
    for (int i = 0; i < size; i++) {
      groups.put(
          Varint.read(in),
          new Group(
              Varint.readSigned(in),
              Varint.readSigned(in),
              Parts.list(Parts::text, in),
              Parts.list(Parts::text, in)));
    }
    return new Compass.State(workers, groups, Varint.read(in));
  }

  @Override
  public CohortState copy(CohortState from) {
    try {
      DataOutputSerializer out = new DataOutputSerializer(1024);
      write(from, out);
      return read(version(), new DataInputDeserializer(out.getCopyOfBuffer()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public CohortState createInstance() {
    return new CohortState();
  }

  @Override
  public boolean isImmutableType() {
    return false;
  }

  @Override
  public TypeSerializer<CohortState> duplicate() {
    return this;
  }

  @Override
  public TypeSerializerSnapshot<CohortState> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<CohortState> {
    public Snapshot() {
      super(CohortStateSerializer::new);
    }
  }
}
