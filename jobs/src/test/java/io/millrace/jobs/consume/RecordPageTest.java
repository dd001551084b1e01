/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.consume;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.avro.DecodingException;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.DriftAlarm;
import io.millrace.schemas.DriftPrediction;
import io.millrace.schemas.DriftReport;
import io.millrace.schemas.ExpertUse;
import io.millrace.schemas.ModelReference;
import io.millrace.schemas.SignalFrame;
import io.millrace.schemas.SignalPrediction;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class RecordPageTest {
  private static final Instant TIME = Instant.parse("2026-01-31T12:00:00Z");

  private static final SignalPrediction PREDICTION =
      new SignalPrediction(
          "ward-7", 1626L, TIME, List.of(0.5f, -1.25f), "V", "ecg/1", false, TIME, Map.of());
  private static final SignalFrame FRAME =
      new SignalFrame("ward-7", 90L, TIME, 360f, 2, List.of(1f, 2f, 3f, 4f, 5f, 6f));
  private static final DeadLetter LETTER =
      new DeadLetter(
          ByteBuffer.wrap(new byte[] {1, 2, 3}),
          "frames",
          3,
          77L,
          "oversize",
          TIME,
          ByteBuffer.wrap("ward-7".getBytes(UTF_8)),
          Map.of("h", ByteBuffer.wrap(new byte[] {9})),
          "decode-frames",
          0L);
  private static final ModelReference REFERENCE =
      new ModelReference(
          "ecg",
          "2",
          "file:/m",
          "ab",
          TIME,
          "reset",
          "streaming-cnn",
          Map.of("who", "lab"),
          -1L,
          List.of(),
          List.of(),
          null);

  private static final DriftPrediction SAID =
      new DriftPrediction(
          "shop-1",
          "17",
          TIME,
          1,
          "up",
          List.of(0.25, 0.75),
          3,
          0.75,
          false,
          "moe/7",
          TIME,
          Map.of());

  @Test
  void aPredictionIsShownWithItsClass() {
    RecordPage page = RecordPage.of(PREDICTION);

    assertThat(page.key()).isEqualTo("ward-7");
    assertThat(page.label()).isEqualTo("V");
    assertThat(page.fields())
        .containsEntry("window_end", 1626L)
        .containsEntry("window_end_time", "2026-01-31T12:00:00Z")
        .containsEntry("outputs", List.of(0.5f, -1.25f))
        .containsEntry("warming", false);
    assertThat(page.line()).contains("ward-7", "V", "[0.500 -1.250]", "ecg/1");
  }

  @Test
  void aFrameIsShownByItsFirstSamples() {
    RecordPage page = RecordPage.of(FRAME);

    assertThat(page.label()).isNull();
    assertThat(page.fields()).containsEntry("samples", FRAME.getSamples());
    assertThat(page.line()).contains("3 samples x 2 channels", "[1.000 2.000 3.000 4.000 ...]");
  }

  @Test
  void aDeadLetterIsShownWithItsOriginAndReasonAndKeepsItsBytes() {
    RecordPage page = RecordPage.of(LETTER);

    assertThat(page.key()).isEqualTo("ward-7");
    assertThat(page.fields())
        .containsEntry("reason", "oversize")
        .containsEntry("origin_offset", 77L)
        .containsEntry("payload_base64", "AQID")
        .containsEntry("headers_base64", Map.of("h", "CQ=="));
    assertThat(page.line()).contains("frames-3@77", "3 bytes", "decode-frames: oversize");
    assertThat(LETTER.getPayload().remaining()).as("not consumed by showing").isEqualTo(3);
  }

  @Test
  void aModelIsShownWithItsVersion() {
    RecordPage page = RecordPage.of(REFERENCE);

    assertThat(page.key()).isEqualTo("ecg");
    assertThat(page.fields()).containsEntry("metadata", Map.of("who", "lab"));
    assertThat(page.line()).contains("ecg/2", "file:/m");
  }

  @Test
  void aPredictionOfAnOnlineLearnerIsShownWithItsClassByNameOrNumber() {
    RecordPage named = RecordPage.of(SAID);
    RecordPage numbered =
        RecordPage.of(DriftPrediction.newBuilder(SAID).setLabelName(null).build());

    assertThat(named.key()).isEqualTo("shop-1");
    assertThat(named.label()).isEqualTo("up");
    assertThat(numbered.label()).isEqualTo("1");
    assertThat(named.fields())
        .containsEntry("stream_id", "shop-1")
        .containsEntry("event_time", "2026-01-31T12:00:00Z")
        .containsEntry("label_name", "up")
        .containsEntry("votes", List.of(0.25, 0.75))
        .containsEntry("model_version", "moe/7");
    assertThat(named.line()).contains("shop-1", "up", "moe/7", "0.7500").doesNotContain("metadata");
  }

  @Test
  void aReportIsShownWithItsAlarmsAndExperts() {
    RecordPage page =
        RecordPage.of(
            DriftReport.newBuilder()
                .setStreamId("shop-1")
                .setEventTime(TIME)
                .setKind("alarm")
                .setModelVersion("moe/9")
                .setPredicted(9)
                .setJudged(9)
                .setWindowJudged(9)
                .setAccuracy(0.5)
                .setKappa(0)
                .setKappaM(0)
                .setKappaTemporal(0)
                .setF1(0)
                .setGMean(0)
                .setLogLoss(0)
                .setCalibrationError(0)
                .setWaiting(0)
                .setUnmatchedLabels(0)
                .setUnlabelled(0)
                .setLearnerBytes(100)
                .setAlarms(List.of(new DriftAlarm("adwin", TIME, 9L, 0.25)))
                .setExperts(List.of(new ExpertUse(3, 9L, 5L)))
                .setEmittedAt(TIME)
                .build());

    assertThat(page.label()).isNull();
    assertThat(page.fields())
        .containsEntry("g_mean", 0.0)
        .containsEntry("experts", List.of(Map.of("expert", 3, "chosen", 9L, "right", 5L)));
    assertThat(page.fields().get("alarms").toString()).contains("detector=adwin", "magnitude=0.25");
  }

  @Test
  void anyRecordIsKnownByItsMessage() throws DecodingException {
    AnyRecord codec = new AnyRecord();
    for (SpecificRecord record : List.of(PREDICTION, FRAME, LETTER, REFERENCE, SAID)) {
      assertThat(codec.decode(codec.encode(record))).isEqualTo(record);
    }
  }

  @Test
  void otherMessagesAreRefused() {
    AnyRecord codec = new AnyRecord();
    assertThatThrownBy(() -> codec.decode(null))
        .isInstanceOf(DecodingException.class)
        .hasMessageContaining("tombstone");
    assertThatThrownBy(() -> codec.decode("hello, world".getBytes(UTF_8)))
        .isInstanceOf(DecodingException.class);
    byte[] truncated = codec.encode(FRAME);
    assertThatThrownBy(() -> codec.decode(java.util.Arrays.copyOf(truncated, 20)))
        .isInstanceOf(DecodingException.class);
  }
}
