/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.parameteraggregation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.kafka.CodecWriter;
import io.millrace.connectors.kafka.RecordWriter;
import io.millrace.models.aggregation.schedule.Assignment;
import io.millrace.models.aggregation.transit.PublishEvent;
import io.millrace.models.aggregation.transit.PublishEvent.RoundSummary;
import io.millrace.models.aggregation.transit.PublishedModel;
import io.millrace.models.aggregation.transit.RoundReport;
import io.millrace.models.aggregation.transit.RoundReport.Verdict;
import io.millrace.models.aggregation.transit.WorkerTask;
import io.millrace.models.shape.TensorShape;
import io.millrace.schemas.AggregationReport;
import io.millrace.schemas.ModelReference;
import io.millrace.schemas.ModelTensor;
import io.millrace.schemas.Participant;
import io.millrace.schemas.RejectedUpdate;
import io.millrace.schemas.WorkerAssignment;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** What the job says, as the records of its topics. */
final class AggregationWriters {
  /** What references to aggregated models are for. */
  static final String TASK = "parameters";

  /** How many participants or refused updates a report does not list. */
  static final String PARTICIPANTS_LEFT_OUT = "participants_left_out";

  static final String REJECTED_LEFT_OUT = "rejected_left_out";

  /** How many contributors a reference does not list. */
  static final String CONTRIBUTORS_LEFT_OUT = "contributors_left_out";

  // What lists may take of a record, in bytes: together less than the topics take.
  private static final int MOST_PARTICIPANTS = 3 << 20;
  private static final int MOST_REJECTED = 1 << 20;
  private static final int MOST_CONTRIBUTORS = 1 << 20;

  // As Avro writes them at most: the length of a text, and the numbers of a participant.
  private static final int LENGTH = 5;
  private static final int NUMBERS = 80;

  private AggregationWriters() {}

  /** Keyed by model, so that compaction keeps the newest version. */
  static RecordWriter<PublishedModel> models() {
    return new CodecWriter<>(
        RecordCodec.of(ModelReference.class),
        AggregationWriters::record,
        PublishedModel::key,
        model -> model.key() + '/' + model.version());
  }

  static RecordWriter<RoundReport> reports(String rule) {
    return new CodecWriter<>(
        RecordCodec.of(AggregationReport.class),
        report -> record(report, rule),
        report -> report.summary().key(),
        report -> report.summary().key() + '/' + report.summary().version());
  }

  static RecordWriter<WorkerTask> assignments() {
    return new CodecWriter<>(
        RecordCodec.of(WorkerAssignment.class),
        AggregationWriters::record,
        task -> task.assignment().worker(),
        task -> task.key() + '/' + task.assignment().worker() + '/' + task.version());
  }

  private static ModelReference record(PublishedModel model) {
    List<String> contributors =
        fitting(model.contributors(), AggregationWriters::bytes, MOST_CONTRIBUTORS);
    List<ModelTensor> tensors = new ArrayList<>();
    if (model.values() != null) {
      for (TensorShape tensor : model.shape().tensors()) {
        tensors.add(new ModelTensor(tensor.name(), tensor.dimensions()));
      }
    }
    return ModelReference.newBuilder()
        .setModel(model.key())
        .setVersion(Long.toString(model.version()))
        .setUri(model.uri())
        .setSha256(model.sha256())
        .setPublishedAt(Instant.ofEpochMilli(model.publishedMillis()))
        .setMigration("keep")
        .setTask(TASK)
        .setNumber(model.version())
        .setContributors(contributors)
        .setTensors(tensors)
        .setValues(model.values() == null ? null : ByteBuffer.wrap(model.values()))
        .setMetadata(
            leftOut(CONTRIBUTORS_LEFT_OUT, model.contributors().size() - contributors.size()))
        .build();
  }

  private static AggregationReport record(RoundReport report, String rule) {
    RoundSummary summary = report.summary();
    List<Participant> participants = new ArrayList<>();
    long[] staleness = new long[0];
    for (int i = 0; i < summary.participants().size(); i++) {
      PublishEvent.Participant participant = summary.participants().get(i);
      participants.add(participant(participant, report.verdicts().get(i)));
      int behind = (int) Math.min(1000, Math.max(0, participant.staleness()));
      if (behind >= staleness.length) {
        staleness = Arrays.copyOf(staleness, behind + 1);
      }
      staleness[behind]++;
    }
    List<Participant> listed = listed(participants);
    List<RejectedUpdate> rejected =
        fitting(
            summary.rejected().stream()
                .map(r -> new RejectedUpdate(r.update().worker(), r.update().update(), r.reason()))
                .toList(),
            r -> bytes(r.getWorker()) + bytes(r.getUpdateId()) + bytes(r.getReason()),
            MOST_REJECTED);
    Map<String, String> metadata = new TreeMap<>();
    metadata.putAll(leftOut(PARTICIPANTS_LEFT_OUT, participants.size() - listed.size()));
    metadata.putAll(leftOut(REJECTED_LEFT_OUT, summary.rejected().size() - rejected.size()));
    return AggregationReport.newBuilder()
        .setModel(summary.key())
        .setRound(summary.round())
        .setVersion(summary.version())
        .setRule(rule)
        .setOpenedAt(Instant.ofEpochMilli(summary.openedMillis()))
        .setClosedAt(Instant.ofEpochMilli(summary.closedMillis()))
        .setPublishedAt(Instant.ofEpochMilli(report.publishedMillis()))
        .setKnownWorkers(summary.knownWorkers())
        .setParticipants(listed)
        .setRejected(rejected)
        .setDuplicates(summary.duplicates())
        .setStalenessHistogram(Arrays.stream(staleness).boxed().toList())
        .setDirectionNorm(report.direction())
        .setDivergence(orNull(report.divergence()))
        .setFailure(report.failure())
        .setMetadata(metadata)
        .build();
  }

  /** All, or those that fit: suspicious ones first, for a name must not hide them. */
  private static List<Participant> listed(List<Participant> participants) {
    List<Participant> all = fitting(participants, AggregationWriters::bytes, MOST_PARTICIPANTS);
    if (all.size() == participants.size()) {
      return all;
    }
    List<Participant> suspects = new ArrayList<>(participants);
    suspects.sort(Comparator.comparing(p -> p.getSuspicion().isEmpty()));
    return fitting(suspects, AggregationWriters::bytes, MOST_PARTICIPANTS);
  }

  private static int bytes(Participant participant) {
    return bytes(participant.getWorker())
        + bytes(participant.getUpdateId())
        + bytes(participant.getSuspicion())
        + NUMBERS;
  }

  private static int bytes(String text) {
    return LENGTH + text.getBytes(UTF_8).length;
  }

  /** The first of a list, as many as take so many bytes. */
  private static <T> List<T> fitting(List<T> all, ToIntFunction<T> bytes, int most) {
    int taken = 0;
    for (int i = 0; i < all.size(); i++) {
      taken += bytes.applyAsInt(all.get(i));
      if (taken > most) {
        return all.subList(0, i);
      }
    }
    return all;
  }

  private static Map<String, String> leftOut(String name, int count) {
    return count == 0 ? Map.of() : Map.of(name, Integer.toString(count));
  }

  private static Participant participant(PublishEvent.Participant participant, Verdict verdict) {
    return new Participant(
        participant.update().worker(),
        participant.update().update(),
        participant.baseVersion(),
        participant.staleness(),
        participant.examples(),
        Double.isNaN(verdict.share()) ? participant.weight() : verdict.share(),
        participant.norm(),
        orNull(verdict.distance()),
        orNull(verdict.score()),
        orNull(verdict.twin()),
        verdict.suspicion());
  }

  private static WorkerAssignment record(WorkerTask task) {
    Assignment assignment = task.assignment();
    return new WorkerAssignment(
        task.key(),
        assignment.worker(),
        task.version(),
        assignment.steps(),
        assignment.group(),
        Instant.ofEpochMilli(assignment.expectedMillis()),
        Instant.ofEpochMilli(assignment.latestMillis()),
        Map.of());
  }

  private static Double orNull(double value) {
    return Double.isNaN(value) ? null : (Double) value;
  }
}
