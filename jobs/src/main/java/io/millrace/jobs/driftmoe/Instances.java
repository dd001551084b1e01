/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.driftmoe;

import io.millrace.connectors.avro.DecodingException;
import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.KafkaRecord;
import io.millrace.connectors.kafka.RecordDecoder;
import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.origin.Origin;
import io.millrace.schemas.LabelledInstance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Instances and the records that hold them. */
public final class Instances implements RecordDecoder<Arrival> {
  private static final long serialVersionUID = 1L;

  private final RecordCodec<LabelledInstance> codec = RecordCodec.of(LabelledInstance.class);
  private final int maxAttributes;

  /**
   * @param maxAttributes of sparse instances, which take little room in a record and much here
   */
  Instances(int maxAttributes) {
    this.maxAttributes = maxAttributes;
  }

  @Override
  public Arrival decode(KafkaRecord record) throws DecodingException {
    LabelledInstance instance = codec.decode(record.value());
    double[] features = features(instance);
    return new Arrival(
        instance.getStreamId(),
        instance.getInstanceId(),
        instance.getEventTime().toEpochMilli(),
        features,
        nominal(instance, features.length),
        instance.getLabel() == null ? null : label(instance.getLabel()),
        new Origin(record.topic(), record.partition(), record.offset()));
  }

  private double[] features(LabelledInstance instance) throws DecodingException {
    List<Double> values = instance.getFeatures();
    List<Integer> indices = instance.getIndices();
    if (indices == null) {
      double[] dense = new double[values.size()];
      for (int i = 0; i < dense.length; i++) {
        dense[i] = values.get(i);
      }
      return dense;
    }
    int width = instance.getWidth();
    if (width < 1 || width > maxAttributes || indices.size() != values.size()) {
      throw new DecodingException(
          "LabelledInstance: sparse, with width "
              + width
              + ", "
              + indices.size()
              + " indices and "
              + values.size()
              + " features; give as many of both, and a width of 1 to "
              + maxAttributes
              + " (millrace.drift.max-attributes)");
    }
    double[] dense = new double[width];
    int before = -1;
    for (int i = 0; i < indices.size(); i++) {
      int index = indices.get(i);
      if (index <= before || index >= width) {
        throw new DecodingException(
            "LabelledInstance: index "
                + index
                + " after "
                + before
                + "; indices ascend and are below the width, "
                + width);
      }
      dense[index] = values.get(i);
      before = index;
    }
    return dense;
  }

  private static int[] nominal(LabelledInstance instance, int width) throws DecodingException {
    List<Integer> boxed = instance.getNominal();
    int[] positions = new int[boxed.size()];
    for (int i = 0; i < positions.length; i++) {
      int position = boxed.get(i);
      if (position < 0 || position >= width) {
        throw new DecodingException(
            "LabelledInstance: nominal attribute "
                + position
                + " of an instance with "
                + width
                + " attributes; number them from 0");
      }
      positions[i] = position;
    }
    return positions;
  }

  /** A label as records hold it. */
  static ClassLabel label(Object value) {
    return value instanceof Integer code ? ClassLabel.of(code) : ClassLabel.of(value.toString());
  }

  /** A label as records hold it, or null. */
  static Object value(ClassLabel label) {
    if (label == null) {
      return null;
    }
    return label.name() == null ? (Object) label.code() : label.name();
  }

  /** The record of an instance, dense. */
  public static LabelledInstance record(Arrival arrival) {
    List<Double> features = new ArrayList<>(arrival.features().length);
    for (double value : arrival.features()) {
      features.add(value);
    }
    List<Integer> nominal = new ArrayList<>(arrival.nominal().length);
    for (int position : arrival.nominal()) {
      nominal.add(position);
    }
    return LabelledInstance.newBuilder()
        .setStreamId(arrival.streamId())
        .setInstanceId(arrival.instanceId())
        .setEventTime(Instant.ofEpochMilli(arrival.timeMillis()))
        .setFeatures(features)
        .setNominal(nominal)
        .setLabel(value(arrival.label()))
        .build();
  }
}
