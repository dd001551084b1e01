/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.parameteraggregation;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.avro.AggregationReports;
import io.millrace.connectors.avro.DecodingException;
import io.millrace.connectors.avro.Ids;
import io.millrace.connectors.avro.RecordCodec;
import io.millrace.connectors.topics.Topics;
import io.millrace.models.aggregation.transit.PublishEvent.Participant;
import io.millrace.models.aggregation.transit.PublishEvent.Refusal;
import io.millrace.models.aggregation.transit.PublishEvent.RoundSummary;
import io.millrace.models.aggregation.transit.PublishedModel;
import io.millrace.models.aggregation.transit.RoundReport;
import io.millrace.models.aggregation.transit.RoundReport.Verdict;
import io.millrace.models.aggregation.transit.UpdateId;
import io.millrace.models.shape.ModelShape;
import io.millrace.schemas.AggregationReport;
import io.millrace.schemas.ModelReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AggregationWritersTest {
  private static final ModelShape SHAPE = ModelShape.flat(4);

  /** Brokers count a batch's own bytes, and compression may add some. */
  private static final int ROOM = 64 << 10;

  /** Every tenth is suspicious. */
  private static RoundReport report(int workers, int refused, String id) {
    List<Participant> participants = new ArrayList<>();
    List<Verdict> verdicts = new ArrayList<>();
    for (int i = 0; i < workers; i++) {
      UpdateId update = new UpdateId("worker-%06d".formatted(i), "round-7" + id);
      participants.add(new Participant(update, 6, i % 2, 100, 1, 1, false));
      verdicts.add(new Verdict(0.1, 0.2, 0.3, 0.4, i % 10 == 9 ? "far off" : ""));
    }
    List<Refusal> refusals = new ArrayList<>();
    for (int i = 0; i < refused; i++) {
      UpdateId update = new UpdateId("eve", i + id);
      refusals.add(new Refusal(update, update + " is too old"));
    }
    RoundSummary summary =
        new RoundSummary("net", 7, 7, SHAPE, false, 1, 2, workers, participants, refusals, 0);
    return new RoundReport(summary, 3, verdicts, 1, 0.5, "");
  }

  private static AggregationReport written(RoundReport report) throws DecodingException {
    byte[] message = AggregationWriters.reports("fedavg").value(report);
    assertThat(message).hasSizeLessThan(Topics.AGGREGATION_REPORTS.maxRecordBytes() - ROOM);
    return RecordCodec.of(AggregationReport.class).decode(message);
  }

  @Test
  void aRoundOfManyIsListedWhole() throws Exception {
    AggregationReport report = written(report(20_000, 1000, ""));
    assertThat(report.getParticipants()).hasSize(20_000);
    assertThat(report.getRejected()).hasSize(1000);
    assertThat(report.getMetadata()).isEmpty();
  }

  @Test
  void aReportOfAllTheWorkersThereMayBeListsSuspectsFirstAndCountsTheRest() throws Exception {
    int workers = 100_000;
    AggregationReport report = written(report(workers, 0, ""));
    int listed = report.getParticipants().size();
    assertThat(listed).isBetween(20_000, workers - 1);
    assertThat(report.getMetadata())
        .containsEntry(
            AggregationWriters.PARTICIPANTS_LEFT_OUT, Integer.toString(workers - listed));
    assertThat(report.getParticipants().stream().filter(p -> !p.getSuspicion().isEmpty()))
        .hasSize(workers / 10);
    assertThat(AggregationReports.updates(report)).isEqualTo(workers);
  }

  @Test
  void longIdsOfRefusedUpdatesDoNotMakeTheReportTooLarge() throws Exception {
    AggregationReport report = written(report(100, 1000, "\u20ac".repeat(Ids.LONGEST - 10)));
    int listed = report.getRejected().size();
    assertThat(listed).isBetween(1, 999);
    assertThat(report.getMetadata())
        .containsEntry(AggregationWriters.REJECTED_LEFT_OUT, Integer.toString(1000 - listed));
  }

  @Test
  void aReferenceCountsContributorsThatItDoesNotList() throws Exception {
    List<String> workers = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      workers.add("worker-%06d".formatted(i));
    }
    PublishedModel model =
        new PublishedModel("net", 7, SHAPE, workers, 1, "", "0".repeat(64), new byte[512 << 10]);
    byte[] message = AggregationWriters.models().value(model);
    // Names and dimensions of tensors may take another MiB.
    assertThat(message).hasSizeLessThan(Topics.MODELS.maxRecordBytes() - (1 << 20) - ROOM);
    ModelReference reference = RecordCodec.of(ModelReference.class).decode(message);
    int listed = reference.getContributors().size();
    assertThat(reference.getMetadata())
        .containsEntry(
            AggregationWriters.CONTRIBUTORS_LEFT_OUT, Integer.toString(100_000 - listed));
  }
}
