/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.driftmoe;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.avro.DecodingException;
import io.millrace.jobs.config.DriftOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.ShareOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.harness.JobHarness;
import io.millrace.jobs.harness.Merging;
import io.millrace.jobs.parameteraggregation.UpdateRecords;
import io.millrace.jobs.worker.GlobalModel;
import io.millrace.models.aggregation.catalogue.RuleCatalogue;
import io.millrace.models.aggregation.round.LocalServer;
import io.millrace.models.aggregation.round.LocalUpdate;
import io.millrace.models.aggregation.transit.UpdatePart;
import io.millrace.models.shape.ModelShape;
import io.millrace.schemas.AggregationReport;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.DriftPrediction;
import io.millrace.schemas.ParameterUpdate;
import io.millrace.schemas.Participant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Parts of a split stream that train their routers together, through the topics and both jobs. */
class DriftLoopITCase {
  private static final int PARTS = 3;
  private static final int LENGTH = 12_000;
  private static final int STEP = 300;

  private static JobHarness harness;

  @BeforeAll
  static void start() {
    harness = new JobHarness(Merging.with(DriftJob.TESTED), 1, 3);
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void partsReachTheVersionsThatTheirUpdatesMake() throws Exception {
    JobConfiguration configuration =
        Merging.sharing(harness, harness.configuration("split"), "routers", PARTS)
            .with(JobOptions.PARALLELISM, 2)
            .with(DriftOptions.LEARNER, "moe-data")
            .with(DriftOptions.SPLIT, "s0=" + PARTS)
            .with(ShareOptions.EVERY, 100);
    EmbeddedJob merging = Merging.submit(harness, configuration);
    EmbeddedJob learning = harness.submit(configuration);
    int sent = 0;
    try (DriftScript script = new DriftScript(harness, configuration, 1, LENGTH, 0)) {
      // Until all parts went on from a third version.
      while (newest(configuration, sent).stream().filter(version -> version >= 3).count() < PARTS) {
        assertThat(sent).as("instances until version 3").isLessThan(LENGTH);
        script.send(sent, sent + STEP);
        sent += STEP;
        Thread.sleep(300);
      }
    }
    List<GlobalModel> versions = Merging.versions(harness, configuration, "routers+s0", 3);
    assertVersionsAreOfTheUpdates(configuration, versions);
    assertThat(harness.await(configuration, TopicOptions.DEAD_LETTERS, DeadLetter.class, 0))
        .isEmpty();
    assertThat(merging.restarts() + learning.restarts()).isZero();
  }

  /** Which version the newest prediction of each part is of; 0 for none. */
  private static List<Long> newest(JobConfiguration configuration, int sent) {
    Map<String, Long> versions = new HashMap<>();
    int expected = Math.max(0, sent - STEP);
    harness
        .await(configuration, TopicOptions.DRIFT_PREDICTIONS, DriftPrediction.class, expected)
        .forEach(
            prediction -> {
              String[] version = prediction.getModelVersion().split("[+#]v?");
              long number = version.length == 3 ? Long.parseLong(version[1]) : 0;
              versions.merge(version[version.length - 1], number, Math::max);
            });
    return List.copyOf(versions.values());
  }

  /** Each version is the mean, by labels, of what the report names. */
  private static void assertVersionsAreOfTheUpdates(
      JobConfiguration configuration, List<GlobalModel> versions) throws DecodingException {
    UpdateRecords records = new UpdateRecords();
    Map<String, UpdatePart> updates = new HashMap<>();
    for (ParameterUpdate update :
        harness.await(
            configuration,
            TopicOptions.PARAMETER_UPDATES,
            ParameterUpdate.class,
            PARTS * versions.size())) {
      assertThat(update.getWorker()).matches("here/s0/[0-2]");
      updates.put(update.getWorker() + update.getUpdateId(), records.part(update));
    }
    List<AggregationReport> reports =
        harness.await(
            configuration,
            TopicOptions.AGGREGATION_REPORTS,
            AggregationReport.class,
            versions.size());
    int values = (int) versions.get(0).shape().values();
    LocalServer server =
        new LocalServer(
            RuleCatalogue.strategy("fedavg", Map.of()),
            ModelShape.flat(values),
            new float[][] {new float[values]});
    for (int v = 0; v < versions.size(); v++) {
      List<LocalUpdate> round = new ArrayList<>();
      for (Participant participant : reports.get(v).getParticipants()) {
        UpdatePart part = updates.get(participant.getWorker() + participant.getUpdateId());
        assertThat(part.header().contribution().examples()).isEqualTo(100);
        float[] parameters = new float[values];
        part.chunks().get(0).decode(parameters, 0);
        round.add(new LocalUpdate(part.header().contribution(), new float[][] {parameters}));
      }
      assertThat(round).hasSize(PARTS);
      server.round(round);
      assertThat(versions.get(v).flat()).as("version %d", v + 1).isEqualTo(server.parameters()[0]);
    }
  }
}
