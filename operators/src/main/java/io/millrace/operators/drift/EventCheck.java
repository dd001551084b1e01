/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import io.millrace.models.drift.transit.Arrival;
import io.millrace.models.drift.transit.ClassLabel;
import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.drift.transit.LateLabel;
import java.time.Instant;

/** Tells events that a stream can take in from those that no stream could. */
final class EventCheck {
  /** Characters of ids and of names of classes, which are kept per stream and instance. */
  static final int MAX_NAME = 1024;

  /** The last millisecond of the year 9999; sums with any span of time stay far from overflow. */
  static final long LAST_MILLIS = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();

  private static final int SHOWN = 64;

  private final int maxAttributes;
  private final int maxClasses;

  EventCheck(DriftRules rules) {
    this.maxAttributes = rules.maxAttributes();
    this.maxClasses = rules.maxClasses();
  }

  /** The first fault of an instance or label, or null. */
  EventFault fault(DriftEvent event) {
    if (!named(event.streamId()) || event.streamId().indexOf(Split.MARK) >= 0) {
      return EventFault.STREAM_ID;
    }
    if (!named(event.instanceId())) {
      return EventFault.INSTANCE_ID;
    }
    if (event.timeMillis() < 0 || event.timeMillis() > LAST_MILLIS) {
      return EventFault.TIME;
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

  private static boolean named(String name) {
    return !name.isEmpty() && name.length() <= MAX_NAME;
  }

  private boolean suitable(ClassLabel label) {
    return label.name() != null
        ? named(label.name())
        : label.code() >= 0 && label.code() < maxClasses;
  }

  /** The fault in words: what was found, what is wanted, what helps. */
  String describe(DriftEvent event, EventFault fault) {
    return place(event)
        + switch (fault) {
          case STREAM_ID ->
              named(event.streamId())
                  ? "the stream id holds the character U+0000: leave it out"
                  : length("stream id", event.streamId()) + "name the stream";
          case INSTANCE_ID -> length("instance id", event.instanceId()) + "name the instance";
          case TIME ->
              "its time is "
                  + event.timeMillis()
                  + " ms; times are milliseconds since 1970, up to the year 9999";
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
                  + (maxClasses - 1)
                  + " or a name of 1 to "
                  + MAX_NAME
                  + " characters, it is "
                  + shown(
                      event instanceof Arrival arrival
                          ? arrival.label()
                          : ((LateLabel) event).label())
                  + ": raise millrace.drift.max-classes if there are more";
          case SCHEMA, PARAMETERS, LATE ->
              throw new IllegalArgumentException(fault + " is told by the stream");
        };
  }

  private static String length(String what, String name) {
    return "the "
        + what
        + " has "
        + name.length()
        + " characters, 1 to "
        + MAX_NAME
        + " are taken: ";
  }

  static String place(DriftEvent event) {
    return "stream '"
        + clipped(event.streamId())
        + "' instance '"
        + clipped(event.instanceId())
        + "': ";
  }

  /** A label as messages show it. */
  static String shown(ClassLabel label) {
    return label == null || label.name() == null
        ? String.valueOf(label)
        : "'" + clipped(label.name()) + "'";
  }

  private static String clipped(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }
}
