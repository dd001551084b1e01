/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.consume;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.ModelReference;
import io.millrace.schemas.SignalFrame;
import io.millrace.schemas.SignalPrediction;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record as it is shown: its stream and label for filters, its fields for programs, one line for
 * people.
 *
 * @param key the stream, the model, or what else the record is about; may be null
 * @param label the class of a prediction; null for all else
 */
public record RecordPage(String key, String label, Map<String, Object> fields, String line) {
  private static final int MOST_VALUES = 4;

  /** The page of a record. */
  public static RecordPage of(SpecificRecord record) {
    if (record instanceof SignalPrediction prediction) {
      return prediction(prediction);
    } else if (record instanceof SignalFrame frame) {
      return frame(frame);
    } else if (record instanceof DeadLetter letter) {
      return letter(letter);
    } else if (record instanceof ModelReference reference) {
      return reference(reference);
    }
    return FieldsPage.of(record);
  }

  private static RecordPage prediction(SignalPrediction prediction) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("stream_id", prediction.getStreamId());
    fields.put("window_end", prediction.getWindowEnd());
    fields.put("window_end_time", prediction.getWindowEndTime().toString());
    fields.put("label", prediction.getLabel());
    fields.put("outputs", prediction.getOutputs());
    fields.put("model", prediction.getModelVersion());
    fields.put("warming", prediction.getWarming());
    fields.put("emitted_at", prediction.getEmittedAt().toString());
    fields.put("metadata", prediction.getMetadata());
    String line =
        "%s  %-16s %10d  %-6s %s  %s%s"
            .formatted(
                prediction.getWindowEndTime(),
                prediction.getStreamId(),
                prediction.getWindowEnd(),
                prediction.getLabel() == null ? "-" : prediction.getLabel(),
                values(prediction.getOutputs()),
                prediction.getModelVersion(),
                prediction.getWarming() ? "  warming" : "");
    return new RecordPage(prediction.getStreamId(), prediction.getLabel(), fields, line);
  }

  private static RecordPage frame(SignalFrame frame) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("stream_id", frame.getStreamId());
    fields.put("sequence", frame.getSequence());
    fields.put("event_time", frame.getEventTime().toString());
    fields.put("sampling_rate", frame.getSamplingRate());
    fields.put("channels", frame.getChannels());
    fields.put("samples", frame.getSamples());
    String line =
        "%s  %-16s %10d  %d samples x %d channels at %s Hz  %s"
            .formatted(
                frame.getEventTime(),
                frame.getStreamId(),
                frame.getSequence(),
                frame.getSamples().size() / Math.max(1, frame.getChannels()),
                frame.getChannels(),
                frame.getSamplingRate(),
                values(frame.getSamples()));
    return new RecordPage(frame.getStreamId(), null, fields, line);
  }

  private static RecordPage letter(DeadLetter letter) {
    String key =
        letter.getKey() == null ? null : UTF_8.decode(letter.getKey().duplicate()).toString();
    Map<String, String> headers = new LinkedHashMap<>();
    letter.getHeaders().forEach((name, value) -> headers.put(name, base64(value)));
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("time", letter.getTime().toString());
    fields.put("reason", letter.getReason());
    fields.put("source", letter.getSource());
    fields.put("origin_topic", letter.getTopic());
    fields.put("origin_partition", letter.getPartition());
    fields.put("origin_offset", letter.getOffset());
    fields.put("key", key);
    fields.put("headers_base64", headers);
    fields.put("payload_base64", base64(letter.getPayload()));
    fields.put("missing_bytes", letter.getMissingBytes());
    String line =
        "%s  %s-%d@%d  %s  %d bytes%s  %s: %s"
            .formatted(
                letter.getTime(),
                letter.getTopic().isEmpty() ? "(no topic)" : letter.getTopic(),
                letter.getPartition(),
                letter.getOffset(),
                key == null ? "(no key)" : key,
                letter.getPayload() == null ? 0 : letter.getPayload().remaining(),
                letter.getMissingBytes() == 0 ? "" : " (some are missing)",
                letter.getSource(),
                letter.getReason());
    return new RecordPage(key, null, fields, line);
  }

  private static RecordPage reference(ModelReference reference) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("model", reference.getModel());
    fields.put("version", reference.getVersion());
    fields.put("uri", reference.getUri());
    fields.put("sha256", reference.getSha256());
    fields.put("published_at", reference.getPublishedAt().toString());
    fields.put("migration", reference.getMigration());
    fields.put("task", reference.getTask());
    fields.put("metadata", reference.getMetadata());
    String line =
        "%s  %s/%s  %s  %s  %s"
            .formatted(
                reference.getPublishedAt(),
                reference.getModel(),
                reference.getVersion(),
                reference.getTask(),
                reference.getMigration(),
                reference.getUri());
    return new RecordPage(reference.getModel(), null, fields, line);
  }

  private static String values(List<Float> values) {
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < Math.min(values.size(), MOST_VALUES); i++) {
      text.append(i == 0 ? "" : " ").append(String.format(Locale.ROOT, "%.3f", values.get(i)));
    }
    return text.append(values.size() > MOST_VALUES ? " ...]" : "]").toString();
  }

  private static String base64(ByteBuffer bytes) {
    if (bytes == null) {
      return null;
    }
    byte[] copy = new byte[bytes.remaining()];
    bytes.duplicate().get(copy);
    return Base64.getEncoder().encodeToString(copy);
  }
}
