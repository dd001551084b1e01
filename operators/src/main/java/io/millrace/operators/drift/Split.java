/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.drift;

import io.millrace.models.drift.transit.DriftEvent;
import io.millrace.models.drift.transit.SharedParameters;
import io.millrace.state.drift.DriftParts;
import io.millrace.state.drift.DriftState;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * How streams become keys. A stream is a key, and one that is too hot for a subtask is several:
 * each of its parts takes the instances whose id has its hash, with their labels, and learns by
 * itself. The parts' learners begin alike, so that the parameters of their routers can be averaged:
 * see {@link SharedParameters}.
 *
 * <p>A stream that is split into another number of parts begins anew. Its classes need names or
 * numbers that are known beforehand: each part numbers the names that it meets.
 *
 * @param parts number of parts by stream id, each 2 or more
 * @param shareEvery labels that a part learns between two times that it tells its parameters; 0 for
 *     no such number
 * @param shareMillis windows of event time after each of which a part that learned something tells
 *     its parameters; 0 for none
 */
public record Split(Map<String, Integer> parts, int shareEvery, long shareMillis)
    implements Serializable {
  /** Every stream is one key. */
  public static final Split NONE = new Split(Map.of(), 0, 0);

  /** Stands between stream and part in a key, and hence in no stream id. */
  static final char MARK = '\0';

  private static final int MOST = 32_768;

  public Split {
    parts = Map.copyOf(parts);
    if (shareEvery < 0) {
      throw new IllegalArgumentException("shareEvery is " + shareEvery + ": give 0 or more labels");
    }
    if (shareMillis < 0) {
      throw new IllegalArgumentException("shareMillis is " + shareMillis + ": give 0 or more");
    }
    parts.forEach(
        (stream, number) -> {
          if (stream.isEmpty() || number < 2 || number > MOST) {
            throw new IllegalArgumentException(
                "stream '"
                    + stream
                    + "' is to be split into "
                    + number
                    + " parts: name a stream, and give it 2 to "
                    + MOST
                    + " parts");
          }
        });
  }

  /**
   * Reads {@code stream=parts, stream=parts, ...}.
   *
   * @throws IllegalArgumentException when it is not written so
   */
  public static Split of(String text) {
    Map<String, Integer> parts = new TreeMap<>();
    for (String one : text.split(",", -1)) {
      if (one.isBlank()) {
        continue;
      }
      int equals = one.lastIndexOf('=');
      try {
        parts.put(one.substring(0, Math.max(0, equals)).strip(), number(one, equals));
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException(
            "'" + one.strip() + "' names no stream and its parts: write it as clicks=8", e);
      }
    }
    return new Split(parts, 0, 0);
  }

  private static int number(String one, int equals) {
    return Integer.parseInt(one.substring(equals + 1).strip());
  }

  /** The same, with parameters told after every so many labels. */
  public Split sharing(int labels) {
    return sharing(labels, 0);
  }

  /** The same, with parameters told after every so many labels, and after windows of time. */
  public Split sharing(int labels, long millis) {
    return new Split(parts, labels, millis);
  }

  /** The key of an event. */
  public String key(DriftEvent event) {
    String stream = event.streamId();
    Integer number = parts.get(stream);
    if (number == null) {
      return stream;
    }
    return stream
        + MARK
        + (event instanceof SharedParameters parameters
            ? parameters.part()
            : part(event.instanceId(), number));
  }

  private static int part(String instanceId, int number) {
    int hash = instanceId.hashCode();
    return Math.floorMod(hash ^ (hash >>> 16), number);
  }

  /** The state of a key that has none yet. */
  static DriftState state(String key, DriftParts parts) {
    int mark = key.indexOf(MARK);
    return mark < 0
        ? new DriftState(key, parts)
        : new DriftState(key.substring(0, mark), Integer.parseInt(key.substring(mark + 1)), parts);
  }
}
