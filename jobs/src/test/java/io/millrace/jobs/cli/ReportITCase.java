/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.topics.RecordTopic;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.embedded.Platform;
import io.millrace.schemas.AggregationReport;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.DriftAlarm;
import io.millrace.schemas.DriftPrediction;
import io.millrace.schemas.DriftReport;
import io.millrace.schemas.ExpertUse;
import io.millrace.schemas.GraphReport;
import io.millrace.schemas.LinkPrediction;
import io.millrace.schemas.Participant;
import io.millrace.schemas.RejectedUpdate;
import io.millrace.schemas.SignalPrediction;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports of what lies in topics, as a user would ask for them. */
class ReportITCase {
  private static final String HOSTILE = "<img src=x onerror=alert(1)>";
  private static final Instant BEGIN = Instant.parse("2026-01-31T12:00:00Z");

  @TempDir static Path folder;
  private static Platform platform;
  private static final Map<Topic, RecordTopic> OPEN = new HashMap<>();

  private final CapturedConsole captured = new CapturedConsole();

  @BeforeAll
  static void fill() {
    platform = Platform.start(3, 0);
    for (int i = 0; i < 100; i++) {
      Instant time = BEGIN.plusSeconds(i);
      signals(i, time);
      drift(i, time);
      graph(i, time);
      round(i, time);
    }
    letter("a frame that is none: " + HOSTILE, Topics.SIGNAL_FRAMES);
    letter("of another job", Topics.DRIFT_INSTANCES);
    OPEN.get(Topics.GRAPH_REPORTS).send("k".getBytes(UTF_8), "no record".getBytes(UTF_8));
    OPEN.values().forEach(RecordTopic::close);
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  private static void signals(int i, Instant time) {
    for (String stream : List.of("ecg-1", "ecg-2", HOSTILE)) {
      send(
          Topics.SIGNAL_PREDICTIONS,
          SignalPrediction.class,
          SignalPrediction.newBuilder()
              .setStreamId(stream)
              .setWindowEnd(90L * i)
              .setWindowEndTime(time)
              .setOutputs(List.of(1f))
              .setLabel(stream.equals("ecg-2") && i % 10 == 0 ? "V" : "N")
              .setModelVersion("ecg/1")
              .setWarming(i < 5)
              .setEmittedAt(time.plusMillis(40))
              .build());
    }
  }

  private static void drift(int i, Instant time) {
    send(
        Topics.DRIFT_PREDICTIONS,
        DriftPrediction.class,
        DriftPrediction.newBuilder()
            .setStreamId("loans")
            .setInstanceId(Integer.toString(i))
            .setEventTime(time)
            .setLabel(1)
            .setVotes(List.of(0.2, 0.8))
            .setConfidence(0.8)
            .setModelVersion("moe/1")
            .setEmittedAt(time.plusMillis(15))
            .build());
    boolean alarm = i == 50;
    send(
        Topics.DRIFT_REPORTS,
        DriftReport.class,
        DriftReport.newBuilder()
            .setStreamId("loans")
            .setEventTime(time)
            .setKind(alarm ? "alarm" : "window")
            .setModelVersion("moe/" + i)
            .setPredicted(250L * i + 100)
            .setJudged(250L * i)
            .setWindowJudged(250)
            .setAccuracy(0.75)
            .setKappa(0.5)
            .setKappaM(0.4)
            .setKappaTemporal(0.3)
            .setF1(0.7)
            .setGMean(0.7)
            .setLogLoss(0.3)
            .setCalibrationError(0.05)
            .setWaiting(100)
            .setUnmatchedLabels(0)
            .setUnlabelled(3)
            .setLearnerBytes(2 << 20)
            .setAlarms(alarm ? List.of(new DriftAlarm("adwin", time, 12_500L, 0.23)) : List.of())
            .setExperts(List.of(new ExpertUse(0, 100L, 80L), new ExpertUse(1, 150L, 100L)))
            .setRouterEntropy(1.0)
            .setEmittedAt(time.plusMillis(20))
            .build());
  }

  private static void graph(int i, Instant time) {
    boolean odd = i == 70;
    send(
        Topics.GRAPH_PREDICTIONS,
        LinkPrediction.class,
        LinkPrediction.newBuilder()
            .setGraphId("payments")
            .setSequence(i)
            .setEventTime(time)
            .setSource(odd ? HOSTILE : "a" + i)
            .setTarget("b" + i)
            .setScore(odd ? 0.01f : 0.9f)
            .setAnomaly(odd ? 5.5 : 0.3)
            .setNewNode(odd)
            .setLabel(odd ? "fraud" : null)
            .setModelVersion("nat/1")
            .setEmittedAt(time.plusMillis(120))
            .build());
    send(
        Topics.GRAPH_REPORTS,
        GraphReport.class,
        GraphReport.newBuilder()
            .setGraphId("payments")
            .setEventTime(time)
            .setModelVersion("nat/" + i)
            .setSequence(i)
            .setEdges(1)
            .setNegatives(1)
            .setAveragePrecision(i == 3 ? null : 0.9)
            .setAreaUnderCurve(0.95)
            .setNewNodeShare(0.03)
            .setStaleShare(0.1)
            .setMemoryAgeMillis(4000)
            .setNodes(1234)
            .setExpiredNodes(0)
            .setLateEdges(0)
            .setStateBytes(3_000_000)
            .setEmittedAt(time.plusMillis(130))
            .build());
  }

  private static void round(int i, Instant time) {
    send(
        Topics.AGGREGATION_REPORTS,
        AggregationReport.class,
        AggregationReport.newBuilder()
            .setModel("fleet")
            .setRound(i)
            .setVersion(i + 1L)
            .setRule("trimmed-mean")
            .setOpenedAt(time.minusMillis(400))
            .setClosedAt(time)
            .setPublishedAt(time)
            .setKnownWorkers(3)
            .setParticipants(
                List.of(participant("honest", ""), participant("liar", "far from " + HOSTILE)))
            .setRejected(
                i % 2 == 0
                    ? List.of(new RejectedUpdate("clumsy", "u", "wrong checksum"))
                    : List.of())
            .setDuplicates(0)
            .setStalenessHistogram(List.of(2L))
            .setDirectionNorm(0.8)
            .setDivergence(0.3)
            .setFailure(i == 9 ? "too few updates" : "")
            .build());
  }

  private static Participant participant(String worker, String suspicion) {
    return Participant.newBuilder()
        .setWorker(worker)
        .setUpdateId("u")
        .setBaseVersion(1)
        .setStaleness(1)
        .setExamples(200)
        .setWeight(1)
        .setNorm(1.4)
        .setSuspicion(suspicion)
        .build();
  }

  private static void letter(String reason, Topic from) {
    send(
        Topics.DEAD_LETTERS,
        DeadLetter.class,
        DeadLetter.newBuilder()
            .setPayload(ByteBuffer.wrap(new byte[] {1}))
            .setTopic(from.name())
            .setPartition(2)
            .setOffset(4711)
            .setReason(reason)
            .setTime(BEGIN)
            .setSource("decode")
            .build());
  }

  private static <T extends SpecificRecord> void send(Topic topic, Class<T> type, T record) {
    OPEN.computeIfAbsent(topic, each -> new RecordTopic(platform.connection(), each))
        .send("key".getBytes(UTF_8), RecordCodec.of(type).encode(record));
  }

  private int run(String... arguments) {
    captured.reset();
    return Millrace.commandLine(captured.console()).execute(arguments);
  }

  private String report(String job) throws IOException {
    Path out = folder.resolve(job + ".html");
    assertThat(run("report", job, "-b", servers(), "--out", out.toString()))
        .as(captured.err())
        .isEqualTo(ExitCode.OK);
    assertThat(captured.out()).contains(out.toString());
    String html = Files.readString(out);
    assertThat(html)
        .contains("<!DOCTYPE html>", "prefers-color-scheme")
        .doesNotContain("<img", "<script", "NaN");
    return html;
  }

  private static String servers() {
    return platform.connection().bootstrapServers();
  }

  @Test
  void signalsTellClassesStreamsAndTheirOwnDeadLetters() throws IOException {
    assertThat(report("streaming-cnn"))
        .contains("<dt>predictions</dt><dd>300</dd>", "<dt>streams</dt><dd>3</dd>")
        .contains("<td>warming</td><td class=\"number bar\" style=\"--v:0.054\">15</td>")
        .contains("ecg/1", "&lt;img src=x onerror=alert(1)&gt;", "40\u00a0ms")
        .contains("a frame that is none: &lt;img", "offset 4711", "302 records of ")
        .doesNotContain("of another job");
  }

  @Test
  void driftsAreMarkedAndExpertsShown() throws IOException {
    assertThat(report("drift-moe"))
        .contains("<dt>drifts found</dt><dd>1</dd>", "Stream loans", "kappa temporal")
        .contains("class=\"mark\"", "the error rate moved by 0.23", "60.0\u00a0% at ", "2\u00a0MiB")
        .contains("of another job");
  }

  @Test
  void theMostSurprisingEdgeIsFirst() throws IOException {
    String html = report("temporal-graph");

    assertThat(html)
        .contains("Graph payments", "<td>fraud</td>", "1,234", "1 more are no records of Millrace");
    assertThat(html.indexOf("<td>&lt;img src=x onerror=alert(1)&gt;</td><td>b70</td>"))
        .isBetween(1, html.indexOf("<td>b10</td>"));
    assertThat(html).contains("None: every record could be processed.");
  }

  @Test
  void theLeastTrustedWorkersAreFirst() throws IOException {
    String html = report("parameter-aggregation");

    assertThat(html)
        .contains("Model fleet", "suspicious: far from &lt;img", "refused: wrong checksum")
        .contains("too few updates", "<dt>versions</dt><dd>100</dd>");
    assertThat(html.indexOf("liar  0.0")).isBetween(1, html.indexOf("honest  100.0"));
  }

  @Test
  void whatHasNothingToReportIsTold() {
    Path out = folder.resolve("none.html");
    assertThat(
            run(
                "report",
                "drift-moe",
                "-b",
                servers(),
                "--since",
                Instant.now().plusSeconds(3600).toString(),
                "--out",
                out.toString()))
        .isEqualTo(ExitCode.FAILURE);
    assertThat(captured.err())
        .contains("nothing to report", Topics.DRIFT_REPORTS.name(), "give an earlier --since");

    assertThat(
            run(
                "report",
                "drift-moe",
                "-b",
                servers(),
                "--set",
                "millrace.topics.drift-reports=elsewhere",
                "--out",
                out.toString()))
        .isEqualTo(ExitCode.FAILURE);
    assertThat(captured.err())
        .contains("there is no topic elsewhere", "topics create")
        .doesNotContain("\tat ");
    assertThat(out).doesNotExist();
  }
}
