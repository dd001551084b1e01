/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import io.millrace.models.drift.learner.Labels;
import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.drift.transit.LateLabel;

/** Tells events that a stream can take in from those that no stream could. */
final class EventCheck {
  private final int maxAttributes;

  EventCheck(int maxAttributes) {
    this.maxAttributes = maxAttributes;
  }

  /** The first fault found, or null. */
  EventFault fault(DriftEvent event) {
    if (event.streamId().isEmpty()) {
      return EventFault.STREAM_ID;
    }
    if (event.instanceId().isEmpty()) {
      return EventFault.INSTANCE_ID;
    }
    if (event instanceof LateLabel late) {
      return late.label() == null || !suitable(late.label()) ? EventFault.LABEL : null;
    }
    Arrival arrival = (Arrival) event;
    int width = arrival.features().length;
    if (width < 1 || width > maxAttributes) {
      return EventFault.FEATURES;
    }
    int before = -1;
    for (int position : arrival.nominal()) {
      if (position <= before || position >= width) {
        return EventFault.NOMINAL;
      }
      before = position;
    }
    return arrival.label() != null && !suitable(arrival.label()) ? EventFault.LABEL : null;
  }

  private static boolean suitable(ClassLabel label) {
    return label.name() != null
        ? !label.name().isEmpty()
        : label.code() >= 0 && label.code() <= Labels.MAX;
  }

  /** The fault in words: what was found, what is wanted, what helps. */
  String describe(DriftEvent event, EventFault fault) {
    return place(event)
        + switch (fault) {
          case STREAM_ID -> "there is no stream id: name the stream";
          case INSTANCE_ID -> "there is no instance id: name the instance";
          case FEATURES ->
              "features are "
                  + ((Arrival) event).features().length
                  + ", 1 to "
                  + maxAttributes
                  + " are taken: raise millrace.drift.max-attributes if there are more";
          case NOMINAL ->
              "the positions of nominal attributes must ascend and be below the number of"
                  + " attributes, "
                  + ((Arrival) event).features().length;
          case LABEL ->
              "the label must be a number from 0 to "
                  + Labels.MAX
                  + " or a name, it is "
                  + (event instanceof Arrival arrival
                      ? arrival.label()
                      : ((LateLabel) event).label());
          case SCHEMA, LATE -> throw new IllegalArgumentException(fault + " is told by the stream");
        };
  }

  static String place(DriftEvent event) {
    return "stream '" + event.streamId() + "' instance '" + event.instanceId() + "': ";
  }
}
