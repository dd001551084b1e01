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
import org.apache.flink.types.StringValue;

/** Announcements as bytes, in broadcast state and between tasks. */
public final class ModelAnnouncementSerializer extends BinarySerializer<ModelAnnouncement> {
  private static final long serialVersionUID = 1L;

  /** Type information for jobs. */
  public static final BinaryType<ModelAnnouncement> TYPE =
      BinaryType.of(ModelAnnouncement.class, ModelAnnouncementSerializer::new);

  @Override
  protected int version() {
    return 1;
  }

  @Override
  protected void write(ModelAnnouncement value, DataOutputView out) throws IOException {
    StringValue.writeString(value.model(), out);
    StringValue.writeString(value.version(), out);
    StringValue.writeString(value.uri(), out);
    StringValue.writeString(value.sha256(), out);
    Varint.writeSigned(value.publishedAtMillis(), out);
    StringValue.writeString(value.migration().label(), out);
  }

  @Override
  protected ModelAnnouncement read(int version, DataInputView in) throws IOException {
    String model = StringValue.readString(in);
    String release = StringValue.readString(in);
    String uri = StringValue.readString(in);
    String sha256 = StringValue.readString(in);
    long publishedAtMillis = Varint.readSigned(in);
    Migration migration = Migration.parse(StringValue.readString(in));
    return new ModelAnnouncement(model, release, uri, sha256, publishedAtMillis, migration);
  }

  @Override
  public ModelAnnouncement copy(ModelAnnouncement from) {
    return from;
  }

  @Override
  public ModelAnnouncement createInstance() {
    return new ModelAnnouncement("", "", "", "", 0, Migration.RESET);
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public TypeSerializer<ModelAnnouncement> duplicate() {
    return new ModelAnnouncementSerializer();
  }

  @Override
  public TypeSerializerSnapshot<ModelAnnouncement> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<ModelAnnouncement> {
    public Snapshot() {
      super(ModelAnnouncementSerializer::new);
    }
  }
}
