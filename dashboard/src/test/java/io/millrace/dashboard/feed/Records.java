/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.feed;

import io.millrace.schemas.AggregationReport;
import io.millrace.schemas.DriftAlarm;
import io.millrace.schemas.DriftPrediction;
import io.millrace.schemas.DriftReport;
import io.millrace.schemas.ExpertUse;
import io.millrace.schemas.GraphReport;
import io.millrace.schemas.LinkPrediction;
import io.millrace.schemas.ModelReference;
import io.millrace.schemas.Participant;
import io.millrace.schemas.RejectedUpdate;
import io.millrace.schemas.SignalFrame;
import io.millrace.schemas.SignalPrediction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Single records, as jobs write them. */
public final class Records {
  private static final int WORKERS = 14;

  private Records() {}

  public static SignalFrame frame(String stream, long sequence, Instant time, List<Float> samples) {
    return SignalFrame.newBuilder()
        .setStreamId(stream)
        .setSequence(sequence)
        .setEventTime(time)
        .setSamplingRate(360)
        .setChannels(1)
        .setSamples(samples)
        .build();
  }

  public static SignalPrediction prediction(
      String stream, long windowEnd, Instant time, String label, boolean warming) {
    return SignalPrediction.newBuilder()
        .setStreamId(stream)
        .setWindowEnd(windowEnd)
        .setWindowEndTime(time)
        .setOutputs(List.of(0.1f, 0.9f))
        .setLabel(label)
        .setModelVersion("ecg/1")
        .setWarming(warming)
        .setEmittedAt(time.plusMillis(40))
        .build();
  }

  public static DriftPrediction drift(String stream, long instance, Instant time) {
    return DriftPrediction.newBuilder()
        .setStreamId(stream)
        .setInstanceId(Long.toString(instance))
        .setEventTime(time)
        .setLabel(1)
        .setVotes(List.of(0.2, 0.8))
        .setConfidence(0.8)
        .setModelVersion("drift-moe/" + instance)
        .setEmittedAt(time.plusMillis(15))
        .build();
  }

  /**
   * The report of a window, with an alarm where the accuracy fell.
   *
   * @param number of the window, from 0
   */
  public static DriftReport driftReport(String stream, int number, Instant time, boolean alarm) {
    double accuracy = 0.9 - (number % 20 < 4 ? 0.08 * (4 - number % 20) : 0) + noise(number);
    List<ExpertUse> experts = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      long chosen = Math.round(250 * Math.exp(-Math.pow(i - (number / 20 % 6), 2)) / 1.8);
      experts.add(new ExpertUse(i, chosen, chosen / 2));
    }
    return DriftReport.newBuilder()
        .setStreamId(stream)
        .setEventTime(time)
        .setKind(alarm ? "alarm" : "window")
        .setModelVersion("drift-moe/" + 250 * number)
        .setPredicted(250L * number + 100)
        .setJudged(250L * number)
        .setWindowJudged(250)
        .setAccuracy(accuracy)
        .setKappa(2 * accuracy - 1)
        .setKappaM(1.6 * accuracy - 0.7)
        .setKappaTemporal(2 * accuracy - 1.05)
        .setF1(accuracy - 0.02)
        .setGMean(accuracy - 0.03)
        .setLogLoss(0.3)
        .setCalibrationError(0.05)
        .setWaiting(100)
        .setUnmatchedLabels(0)
        .setUnlabelled(3)
        .setLearnerBytes(700_000)
        .setAlarms(alarm ? List.of(new DriftAlarm("adwin", time, 250L * number, 0.23)) : List.of())
        .setExperts(experts)
        .setRouterEntropy(1.2)
        .setEmittedAt(time.plusMillis(20))
        .build();
  }

  public static LinkPrediction link(
      String graph, long sequence, Instant time, String from, String to, boolean fraud) {
    return LinkPrediction.newBuilder()
        .setGraphId(graph)
        .setSequence(sequence)
        .setEventTime(time)
        .setSource(from)
        .setTarget(to)
        .setScore(fraud ? 0.02f : (float) Math.min(0.99, 0.75 + 8 * noise((int) sequence)))
        .setAnomaly(fraud ? 4 + sequence % 7 / 3.0 : 0.4)
        .setSourceAgeMillis(100_000L)
        .setTargetAgeMillis(50_000L)
        .setNewNode(fraud && sequence % 2 == 0)
        .setLabel(fraud ? "fraud" : null)
        .setModelVersion("nat/" + sequence)
        .setEmittedAt(time.plusMillis(120))
        .build();
  }

  public static GraphReport graphReport(String graph, int number, Instant time) {
    return GraphReport.newBuilder()
        .setGraphId(graph)
        .setEventTime(time)
        .setModelVersion("nat/" + 500 * number)
        .setSequence(500L * number)
        .setEdges(500)
        .setNegatives(500)
        .setAveragePrecision(0.96 - 0.3 * Math.exp(-number / 8.0) + noise(number))
        .setAreaUnderCurve(0.97 - 0.25 * Math.exp(-number / 8.0) + noise(number + 7))
        .setLoss(0.4)
        .setNewNodeShare(0.03)
        .setStaleShare(0.1)
        .setMemoryAgeMillis(4000)
        .setNodes(1000)
        .setExpiredNodes(0)
        .setLateEdges(0)
        .setStateBytes(3_000_000)
        .setEmittedAt(time.plusMillis(30))
        .build();
  }

  /** A round in which workers 3 and 9 lie, worker 5 sends now and then what is refused. */
  public static AggregationReport round(String model, int number, Instant time) {
    List<Participant> participants = new ArrayList<>();
    for (int i = 0; i < WORKERS; i++) {
      boolean liar = i == 3 || i == 9;
      if ((i == 5 && number % 6 == 0) || (i == 11 && number % 4 == 0)) {
        continue;
      }
      participants.add(
          Participant.newBuilder()
              .setWorker("worker-" + i)
              .setUpdateId("u" + number)
              .setBaseVersion(number)
              .setStaleness(i % 3 == 0 ? 1 : 0)
              .setExamples(200)
              .setWeight(liar ? 0 : 1)
              .setNorm(1.4)
              .setDistance(liar ? 6.0 : 1.0)
              .setScore(liar ? 5.5 : 0.9 + noise(i))
              .setTwin(1.0)
              .setSuspicion(liar && number % 9 != 0 ? "far from the others" : "")
              .build());
    }
    return AggregationReport.newBuilder()
        .setModel(model)
        .setRound(number)
        .setVersion(number + 1L)
        .setRule("nnm+trimmed-mean")
        .setOpenedAt(time.minusMillis(420))
        .setClosedAt(time.minusMillis(60))
        .setPublishedAt(time)
        .setKnownWorkers(WORKERS)
        .setParticipants(participants)
        .setRejected(
            number % 6 == 0
                ? List.of(new RejectedUpdate("worker-5", "u" + number, "checksum of chunk 0"))
                : List.of())
        .setDuplicates(0)
        .setStalenessHistogram(List.of(9L, 5L))
        .setDirectionNorm(0.8)
        .setDivergence(0.35 + 4 * noise(number))
        .build();
  }

  public static ModelReference reference(String model, int version, Instant time) {
    return ModelReference.newBuilder()
        .setModel(model)
        .setVersion(Integer.toString(version))
        .setUri("file:/models/" + model + "/" + version)
        .setSha256("%016x".formatted(0x9e3779b97f4a7c15L * (version + 1)).repeat(4))
        .setPublishedAt(time)
        .setTask("parameter-aggregation")
        .build();
  }

  private static double noise(int number) {
    return (Math.floorMod(number * 2654435761L, 1000L) / 1000.0 - 0.5) * 0.04;
  }
}
