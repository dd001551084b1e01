/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.avro;

import io.millrace.schemas.SignalPrediction;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Writes messages of predictions without making Avro's objects first. To read them, use a {@link
 * RecordCodec}. Not thread-safe.
 */
public final class SignalPredictions implements Serializable {
  private static final long serialVersionUID = 1;

  private final Framing framing;
  private transient byte[] header;

  private SignalPredictions(Framing framing) {
    this.framing = framing;
  }

  /** In the single-object encoding. */
  public static SignalPredictions singleObject() {
    return of(SingleObjectFraming.released());
  }

  /** With any framing. */
  public static SignalPredictions of(Framing framing) {
    return new SignalPredictions(framing);
  }

  /**
   * The message of a prediction; the parameters are the fields of {@link SignalPrediction}.
   *
   * @param label the most likely class, or null
   * @param emittedAtMillis the clock of the machine, milliseconds since the epoch
   */
  public byte[] encode(
      String streamId,
      long windowEnd,
      long windowEndMillis,
      float[] outputs,
      String label,
      String modelVersion,
      boolean warming,
      long emittedAtMillis,
      Map<String, String> metadata) {
    if (header == null) {
      header = framing.header(SignalPrediction.getClassSchema());
    }
    byte[] id = utf8(streamId);
    byte[] labelBytes = label == null ? null : utf8(label);
    byte[] version = utf8(modelVersion);
    int size =
        WireWriter.sizeOf(id)
            + WireWriter.sizeOf(windowEnd)
            + WireWriter.sizeOf(windowEndMillis)
            + WireWriter.sizeOf(outputs)
            + (label == null ? 1 : 1 + WireWriter.sizeOf(labelBytes))
            + WireWriter.sizeOf(version)
            + 1
            + WireWriter.sizeOf(emittedAtMillis)
            + sizeOf(metadata);
    WireWriter out =
        new WireWriter(header, size).put(id).put(windowEnd).put(windowEndMillis).put(outputs);
    if (label == null) {
      out.put(0);
    } else {
      out.put(1).put(labelBytes);
    }
    out.put(version).put(warming).put(emittedAtMillis);
    if (!metadata.isEmpty()) {
      out.put(metadata.size());
      metadata.forEach((key, value) -> out.put(utf8(key)).put(utf8(value)));
    }
    return out.put(0).done();
  }

  /**
   * The same prediction has the same id whenever it is produced, so that a reader can drop what an
   * at-least-once sink wrote twice.
   */
  public static byte[] id(String streamId, long windowEnd, String modelVersion) {
    return utf8(streamId + '/' + windowEnd + '/' + modelVersion);
  }

  private static int sizeOf(Map<String, String> metadata) {
    if (metadata.isEmpty()) {
      return 1;
    }
    int size = WireWriter.sizeOf(metadata.size()) + 1;
    for (Map.Entry<String, String> entry : metadata.entrySet()) {
      size += WireWriter.sizeOf(utf8(entry.getKey())) + WireWriter.sizeOf(utf8(entry.getValue()));
    }
    return size;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
