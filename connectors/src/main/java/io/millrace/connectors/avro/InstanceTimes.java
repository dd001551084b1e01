/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.avro;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;

/**
 * Reads the event time of instances and of labels without making a record of them, for a source's
 * watermarks. The rest is only passed over, so that the time of a damaged message, which is as
 * likely damaged as anything else in it, moves nobody's clock. All versions of both begin with
 * stream id, instance id and event time. Not thread-safe.
 */
public final class InstanceTimes implements Serializable {
  private static final long serialVersionUID = 1;
  private static final List<String> PREFIX = List.of("streamId", "instanceId", "eventTime");

  private final Framing framing;
  private transient WireReader reader;
  private transient Schema suitable;

  private InstanceTimes(Framing framing) {
    this.framing = framing;
  }

  /** Of messages in the single-object encoding. */
  public static InstanceTimes singleObject() {
    return new InstanceTimes(SingleObjectFraming.released());
  }

  /**
   * The event time of a message.
   *
   * @return milliseconds since the epoch, or {@link Long#MIN_VALUE}, which holds no watermark back
   *     and advances none, where the message is malformed
   */
  public long eventTime(byte[] message) {
    try {
      RecordCodec.requireSize(message, RecordCodec.DEFAULT_LIMIT);
      Schema written = framing.writer(message);
      if (!begins(written)) {
        return Long.MIN_VALUE;
      }
      if (reader == null) {
        reader = new WireReader();
      }
      WireReader in = reader.reset(message, framing.length());
      in.skipString();
      in.skipString();
      long time = in.readLong();
      List<Schema.Field> fields = written.getFields();
      for (int i = PREFIX.size(); i < fields.size(); i++) {
        GenericDatumReader.skip(fields.get(i).schema(), in);
      }
      in.requireEnd();
      return time;
    } catch (IOException | RuntimeException e) {
      // Avro answers hostile data with many kinds of exception.
      return Long.MIN_VALUE;
    }
  }

  private boolean begins(Schema written) {
    if (!written.equals(suitable)) {
      List<Schema.Field> fields = written.getFields();
      for (int i = 0; i < PREFIX.size(); i++) {
        if (i >= fields.size() || !fields.get(i).name().equals(PREFIX.get(i))) {
          return false;
        }
      }
      suitable = written;
    }
    return true;
  }
}
