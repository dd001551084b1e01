/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

import io.millrace.models.aggregation.transit.CohortEvent;
import io.millrace.models.aggregation.transit.CohortEvent.Heartbeat;
import io.millrace.models.aggregation.transit.CohortEvent.PartNotice;
import io.millrace.models.origin.Origin;
import io.millrace.state.binary.ValueSerializer;
import io.millrace.state.binary.Varint;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What is told of arrived parts and of workers, as bytes between tasks. */
public final class CohortEventSerializer extends ValueSerializer<CohortEvent> {
  private static final long serialVersionUID = 1L;
  private static final int NOTICE = 0;
  private static final int HEARTBEAT = 1;

  @Override
  protected void write(CohortEvent event, DataOutputView out) throws IOException {
    if (event instanceof PartNotice notice) {
      out.writeByte(NOTICE);
      Parts.header(notice.header(), out);
      Parts.ints(notice.fragments(), out);
      Parts.ints(notice.crcs(), out);
      out.writeFloat(notice.peak());
      Parts.doubles(notice.squares(), out);
      Parts.text(notice.fault(), out);
    } else if (event instanceof Heartbeat beat) {
      out.writeByte(HEARTBEAT);
      Parts.text(beat.key(), out);
      Parts.text(beat.worker(), out);
      Varint.writeSigned(beat.timeMillis(), out);
      out.writeBoolean(beat.leaving());
    }
    Parts.origin(event.origin(), out);
  }

  @Override
  protected CohortEvent read(int version, DataInputView in) throws IOException {
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case NOTICE ->
          new PartNotice(
              Parts.header(in),
              Parts.ints(in),
              Parts.ints(in),
              in.readFloat(),
              Parts.doubles(in),
              Parts.text(in),
              Parts.origin(in));
      case HEARTBEAT ->
          new Heartbeat(
              Parts.text(in),
              Parts.text(in),
              Varint.readSigned(in),
              in.readBoolean(),
              Parts.origin(in));
      default -> throw new IOException(kind + " is no kind of event: the record is damaged");
    };
  }

  @Override
  protected int version() {
    return 1;
  }

  @Override
  public CohortEvent createInstance() {
    return new Heartbeat("", "", 0, false, Origin.NONE);
  }

  @Override
  public TypeSerializerSnapshot<CohortEvent> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<CohortEvent> {
    public Snapshot() {
      super(CohortEventSerializer::new);
    }
  }
}
