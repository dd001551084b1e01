/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.play;

import io.millrace.models.drift.stream.Attribute;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.StreamSchema;
import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.drift.transit.LateLabel;
import io.millrace.models.origin.Origin;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Sends the instances of one stream, numbered from 0, and their labels: with them, or some
 * instances later. The label of instance t - N goes out right after instance t, with the same event
 * time, so that it has its turn after it. Labels that are still due at the end are never sent.
 */
public final class LabelledSender {
  private final Consumer<DriftEvent> out;
  private final String streamId;
  private final int[] nominal;
  private final ClassLabel[] waiting;
  private long sent;

  /**
   * @param out gets instances, whose features are overwritten afterwards, and labels
   * @param delay of labels in instances of this stream, 0 or more
   */
  public LabelledSender(Consumer<DriftEvent> out, String streamId, StreamSchema schema, int delay) {
    if (delay < 0) {
      throw new IllegalArgumentException(
          "a label delay of " + delay + " instances: it must be 0 or more");
    }
    this.out = out;
    this.streamId = streamId;
    this.nominal =
        IntStream.range(0, schema.attributes().size())
            .filter(i -> schema.attributes().get(i) instanceof Attribute.Nominal)
            .toArray();
    this.waiting = new ClassLabel[delay];
  }

  /**
   * Sends an instance, and the label that is due after it.
   *
   * @param millis event time of both
   */
  public void send(Instance instance, long millis) {
    ClassLabel label = instance.label == Instance.UNLABELLED ? null : ClassLabel.of(instance.label);
    boolean late = waiting.length > 0;
    out.accept(
        new Arrival(
            streamId,
            instanceId(sent),
            millis,
            instance.x,
            nominal,
            late ? null : label,
            Origin.NONE));
    if (late) {
      int slot = (int) (sent % waiting.length);
      if (waiting[slot] != null) {
        out.accept(
            new LateLabel(
                streamId, instanceId(sent - waiting.length), millis, waiting[slot], Origin.NONE));
      }
      waiting[slot] = label;
    }
    sent++;
  }

  /** How an instance is called. */
  public static String instanceId(long number) {
    return Long.toString(number);
  }
}
