/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.streamingcnn;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.avro.SingleObjectFraming;
import io.millrace.connectors.kafka.RecordWriter;
import io.millrace.connectors.kafka.RecordWriters;
import io.millrace.jobs.model.ModelBundle;
import io.millrace.jobs.produce.FrameTopic;
import io.millrace.schemas.ModelReference;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Map;

/** Versions of the shipped model. */
final class Announcements {
  private Announcements() {}

  /** Announces a version, and waits until the broker has it. */
  static void send(FrameTopic topic, String version, String uri, String sha256, String migration) {
    RecordWriter<ModelReference> writer = RecordWriters.models(SingleObjectFraming.released());
    ModelReference reference =
        ModelReference.newBuilder()
            .setModel("ecg")
            .setVersion(version)
            .setUri(uri)
            .setSha256(sha256)
            .setPublishedAt(Instant.now())
            .setMigration(migration)
            .setTask("streaming-cnn")
            .build();
    topic.send(writer.key(reference), writer.value(reference));
    topic.flush();
  }

  /**
   * The files of a version that differs in a label.
   *
   * @param ventricular in place of the label V
   */
  static Map<String, byte[]> contents(String version, String ventricular) throws IOException {
    String folder = "/io/millrace/jobs/models/ecg/1/model.json";
    try (InputStream in = ModelBundle.class.getResourceAsStream(folder)) {
      String description =
          new String(in.readAllBytes(), UTF_8)
              .replace("\"version\": \"1\"", "\"version\": \"" + version + "\"")
              .replace("\"V\"", "\"" + ventricular + "\"");
      return Map.of(
          "model.json",
          description.getBytes(UTF_8),
          "model.onnx",
          ModelBundle.read("builtin:ecg/1").onnx());
    }
  }
}
