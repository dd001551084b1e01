/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.model;

import io.millrace.state.binary.BinarySerializer;
import io.millrace.state.binary.BinaryType;
import io.millrace.state.binary.Varint;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The serving model as bytes in broadcast state.
 *
 * <p>Layout 1: the announcement, number of fingerprints (varint), the fingerprints (8 bytes each).
 * Its streams carry fingerprints of networks alone. Layout 2: layout 1, then a byte that says
 * whether some streams still may.
 */
public final class ServingSerializer extends BinarySerializer<Serving> {
  private static final long serialVersionUID = 1L;

  /** Type information for jobs. */
  public static final BinaryType<Serving> TYPE =
      BinaryType.of(Serving.class, ServingSerializer::new);

  private static final int MAX_LINEAGE = 1 << 16;

  private final ModelAnnouncementSerializer announcements = new ModelAnnouncementSerializer();

  @Override
  protected int version() {
    return 2;
  }

  @Override
  protected void write(Serving value, DataOutputView out) throws IOException {
    announcements.serialize(value.announcement(), out);
    Varint.write(value.lineage().length, out);
    for (long fingerprint : value.lineage()) {
      out.writeLong(Long.reverseBytes(fingerprint));
    }
    out.writeBoolean(value.bare());
  }

  @Override
  protected Serving read(int version, DataInputView in) throws IOException {
    ModelAnnouncement announcement = announcements.deserialize(in);
    long[] lineage = new long[Varint.readLength("lineage length", MAX_LINEAGE, in)];
    for (int i = 0; i < lineage.length; i++) {
      lineage[i] = Long.reverseBytes(in.readLong());
    }
    boolean bare = version == 1 || in.readBoolean();
    return new Serving(announcement, lineage, bare);
  }

  @Override
  public Serving copy(Serving from) {
    return from;
  }

  @Override
  public Serving createInstance() {
    return Serving.first(announcements.createInstance());
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TypeSerializer<Serving> duplicate() {
    return new ServingSerializer();
  }

  @Override
  public TypeSerializerSnapshot<Serving> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Serving> {
    public Snapshot() {
      super(ServingSerializer::new);
    }
  }
}
