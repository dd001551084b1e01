/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import io.millrace.models.drift.generator.Sea;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.drift.transit.LateLabel;
import io.millrace.models.origin.Origin;
import java.util.ArrayList;
import java.util.List;

/** Instances and labels for tests. */
final class Events {
  static final Origin ORIGIN = new Origin("instances", 2, 77);
  private static final int[] NUMERIC = {};

  private Events() {}

  static Arrival arrival(String stream, int number, long millis, ClassLabel label, double... x) {
    return new Arrival(stream, "i" + number, millis, x, NUMERIC, label, ORIGIN);
  }

  static LateLabel label(String stream, int number, long millis, ClassLabel label) {
    return new LateLabel(stream, "i" + number, millis, label, ORIGIN);
  }

  /** The first instances of a SEA stream, ten milliseconds apart. */
  static List<Arrival> sea(String stream, int count, long seed, boolean labelled) {
    List<Arrival> arrivals = new ArrayList<>();
    try (InstanceStream instances = new Sea(1, 10, seed)) {
      Instance instance = instances.schema().newInstance();
      for (int i = 0; i < count; i++) {
        instances.next(instance);
        ClassLabel label = labelled ? ClassLabel.of(instance.label) : null;
        arrivals.add(arrival(stream, i, 1000 + 10L * i, label, instance.x.clone()));
      }
    }
    return arrivals;
  }
}
