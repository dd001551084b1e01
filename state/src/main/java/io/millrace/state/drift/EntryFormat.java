/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.drift;

import io.millrace.models.drift.learner.Labels;
import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.drift.transit.LateLabel;
import io.millrace.models.origin.Origin;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;

/**
 * An entry as a piece. Layout 1: kind, instance id, time, origin, label, and for instances nominal
 * positions and features, and for those that wait votes, expert and entropy.
 */
final class EntryFormat {
  private static final int VERSION = 1;
  private static final int LABEL = 0;
  private static final int QUEUED = 1;
  private static final int WAITING = 2;
  private static final int UNLABELLED = 0;
  private static final int BY_NUMBER = 1;
  private static final int BY_NAME = 2;
  private static final int MAX_WIDTH = DriftState.MAX_WIDTH;

  private EntryFormat() {}

  static void write(Entry entry, PieceWriter out) {
    out.u8(VERSION);
    if (entry.event() instanceof LateLabel label) {
      out.u8(LABEL);
      head(label.instanceId(), label.timeMillis(), label.origin(), label.label(), out);
      return;
    }
    Arrival arrival = (Arrival) entry.event();
    out.u8(entry.waiting() ? WAITING : QUEUED);
    head(arrival.instanceId(), arrival.timeMillis(), arrival.origin(), arrival.label(), out);
    out.varint(arrival.nominal().length);
    for (int position : arrival.nominal()) {
      out.varint(position);
    }
    doubles(arrival.features(), out);
    if (entry.waiting()) {
      doubles(entry.votes(), out);
      out.varint(entry.expert() + 1L);
      out.float64(entry.entropy());
    }
  }

  private static void head(
      String instanceId, long timeMillis, Origin origin, ClassLabel label, PieceWriter out) {
    Texts.write(instanceId, out);
    out.int64(timeMillis);
    Texts.write(origin.topic(), out);
    out.varint(origin.partition() + 1L);
    out.varint(origin.offset() + 1);
    if (label == null) {
      out.u8(UNLABELLED);
    } else if (label.name() == null) {
      out.u8(BY_NUMBER);
      out.varint(label.code());
    } else {
      out.u8(BY_NAME);
      Texts.write(label.name(), out);
    }
  }

  private static void doubles(double[] values, PieceWriter out) {
    out.varint(values.length);
    for (double value : values) {
      out.float64(value);
    }
  }

  static Entry read(String streamId, PieceReader in) {
    in.version(VERSION);
    int kind = in.u8();
    String instanceId = Texts.read(in);
    long timeMillis = in.int64();
    String topic = Texts.read(in);
    int partition = in.count("as the partition", Integer.MAX_VALUE) - 1;
    Origin origin = new Origin(topic, partition, in.varint() - 1);
    ClassLabel label = label(in);
    if (kind == LABEL) {
      return Entry.queued(new LateLabel(streamId, instanceId, timeMillis, label, origin));
    }
    int[] nominal = new int[in.count("nominal attributes", MAX_WIDTH)];
    for (int i = 0; i < nominal.length; i++) {
      nominal[i] = in.count("as a position", MAX_WIDTH);
    }
    double[] features = doubles("features", MAX_WIDTH, in);
    Arrival arrival =
        new Arrival(streamId, instanceId, timeMillis, features, nominal, label, origin);
    return switch (kind) {
      case QUEUED -> Entry.queued(arrival);
      case WAITING -> {
        double[] votes = doubles("votes", Labels.MAX + 1, in);
        int expert = in.count("as the expert", MAX_WIDTH) - 1;
        yield Entry.waiting(arrival, votes, expert, in.float64());
      }
      default -> throw in.damaged(kind + " is no kind of entry");
    };
  }

  private static ClassLabel label(PieceReader in) {
    int form = in.u8();
    return switch (form) {
      case UNLABELLED -> null;
      case BY_NUMBER -> ClassLabel.of(in.count("as the label", Labels.MAX));
      case BY_NAME -> ClassLabel.of(Texts.read(in));
      default -> throw in.damaged(form + " is no form of label");
    };
  }

  private static double[] doubles(String what, int max, PieceReader in) {
    double[] values = new double[in.count(what, max)];
    for (int i = 0; i < values.length; i++) {
      values[i] = in.float64();
    }
    return values;
  }
}
