/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

import io.millrace.models.aggregation.transit.PublishEvent;
import io.millrace.models.aggregation.transit.PublishEvent.FragmentVersion;
import io.millrace.models.aggregation.transit.PublishEvent.Likeness;
import io.millrace.models.aggregation.transit.PublishEvent.RoundSummary;
import io.millrace.models.shape.ModelShape;
import io.millrace.state.binary.LittleEndian;
import io.millrace.state.binary.ValueSerializer;
import io.millrace.state.binary.Varint;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What versions and reports are put together from, as bytes between tasks and in state. */
public final class PublishEventSerializer extends ValueSerializer<PublishEvent> {
  private static final long serialVersionUID = 1L;
  private static final int FRAGMENT = 0;
  private static final int SUMMARY = 1;
  private static final int LIKENESS = 2;

  @Override
  protected void write(PublishEvent event, DataOutputView out) throws IOException {
    Parts.text(event.key(), out);
    Varint.write(event.version(), out);
    if (event instanceof FragmentVersion fragment) {
      out.writeByte(FRAGMENT);
      Varint.write(fragment.fragment(), out);
      float[] parameters = fragment.parameters();
      Varint.write(parameters.length, out);
      new LittleEndian().writeFloats(parameters, 0, parameters.length, out);
      Parts.doubles(fragment.distances(), out);
      out.writeDouble(fragment.square());
      Parts.text(fragment.failure(), out);
    } else if (event instanceof RoundSummary summary) {
      out.writeByte(SUMMARY);
      summary(summary, out);
    } else if (event instanceof Likeness likeness) {
      out.writeByte(LIKENESS);
      numbers(likeness.shares(), out);
      numbers(likeness.nearest(), out);
    }
  }

  private static void summary(RoundSummary summary, DataOutputView out) throws IOException {
    Varint.writeSigned(summary.round(), out);
    Parts.shape(summary.shape(), out);
    out.writeBoolean(summary.gram());
    Varint.writeSigned(summary.openedMillis(), out);
    Varint.writeSigned(summary.closedMillis(), out);
    Varint.write(summary.knownWorkers(), out);
    Parts.list(summary.participants(), Parts::participant, out);
    Parts.list(summary.rejected(), Parts::refusal, out);
    Varint.write(summary.duplicates(), out);
  }

  private static void numbers(Map<String, Double> values, DataOutputView out) throws IOException {
    Varint.write(values.size(), out);
    for (Map.Entry<String, Double> value : new TreeMap<>(values).entrySet()) {
      Parts.text(value.getKey(), out);
      out.writeDouble(value.getValue());
    }
  }

  private static Map<String, Double> numbers(DataInputView in) throws IOException {
    int size = Varint.readLength("map", 1 << 24, in);
    Map<String, Double> values = new TreeMap<>();
    for (int i = 0; i < size; i++) {
      values.put(Parts.text(in), in.readDouble());
    }
    return values;
  }

  @Override
  protected PublishEvent read(int version, DataInputView in) throws IOException {
    String key = Parts.text(in);
    long number = Varint.read(in);
    int kind = in.readUnsignedByte();
    return switch (kind) {
      case FRAGMENT ->
          new FragmentVersion(
              key,
              number,
              Varint.readLength("fragment", Integer.MAX_VALUE, in),
              new LittleEndian()
                  .readFloats(Varint.readLength("values", ModelShape.FRAGMENT, in), in),
              Parts.doubles(in),
              in.readDouble(),
              Parts.text(in));
      case SUMMARY ->
          new RoundSummary(
              key,
              number,
              Varint.readSigned(in),
              Parts.shape(in),
              in.readBoolean(),
              Varint.readSigned(in),
              Varint.readSigned(in),
              Varint.readLength("workers", Integer.MAX_VALUE, in),
              Parts.list(Parts::participant, in),
              Parts.list(Parts::refusal, in),
              Varint.read(in));
      case LIKENESS -> new Likeness(key, number, numbers(in), numbers(in));
      default -> throw new IOException(kind + " is no kind of event: the record is damaged");
    };
  }

  @Override
  protected int version() {
    return 1;
  }

  @Override
  public PublishEvent createInstance() {
    return new Likeness("", 0, Map.of(), Map.of());
  }

  @Override
  public TypeSerializerSnapshot<PublishEvent> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Names this serializer; what changes with releases is in the version of each value. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<PublishEvent> {
    public Snapshot() {
      super(PublishEventSerializer::new);
    }
  }
}
