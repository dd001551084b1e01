/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.parameteraggregation;

import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.AggregationOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.harness.GoldenContract;
import io.millrace.jobs.harness.JobHarness;
import io.millrace.jobs.harness.Script;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The savepoint was taken in the middle of the third round. */
class AggregationGoldenITCase extends GoldenContract<AggregationGoldenITCase.Rounds> {
  private static final String RULE = "nnm+trimmed-mean/momentum";
  private static final Map<String, String> PARAMETERS = Map.of("byzantine", "1");
  private static final int WORKERS = 5;
  private static final int ROUNDS = 4;
  private static final int CUT = 2 * WORKERS + 3;

  AggregationGoldenITCase() {
    // Who is in which round depends on the order of arrival: one partition.
    super(
        AggregationJob.TESTED.with(
            TopicOptions.PARAMETER_UPDATES, Topics.PARAMETER_UPDATES.withPartitions(1)),
        "parameter-aggregation",
        CUT,
        ROUNDS * WORKERS);
  }

  @Override
  protected JobConfiguration settings(JobConfiguration configuration) {
    return configuration
        .with(AggregationOptions.RULE, RULE)
        .with(AggregationOptions.PARAMETERS, PARAMETERS)
        .with(AggregationOptions.TRIGGER, "count(" + WORKERS + ")");
  }

  @Override
  protected Rounds script(JobHarness jobs, JobConfiguration configuration) {
    return new Rounds(new Fleet(jobs.platform().connection(), configuration, Fleet.SMALL, WORKERS));
  }

  @Override
  protected Map<String, List<String>> expected(
      JobHarness jobs, JobConfiguration configuration, Rounds script) {
    List<String> all = new ArrayList<>();
    for (float[][] version : script.fleet().versions(RULE, PARAMETERS, ROUNDS)) {
      all.add(text(all.size(), version));
    }
    return Map.of("net", all);
  }

  /** The parameters to begin with, and two rounds. */
  @Override
  protected int enough() {
    return 3;
  }

  @Override
  protected Map<String, List<String>> said(
      JobHarness jobs, JobConfiguration configuration, int results) {
    return Map.of(
        "net",
        AggregationJob.models(jobs, configuration, "net", results).stream()
            .map(model -> text(model.version(), model.tensors()))
            .toList());
  }

  private static String text(long version, float[][] tensors) {
    return version + "=" + Arrays.deepToString(tensors);
  }

  /** Updates of all workers, a round after the other, each round in an order of its own. */
  record Rounds(Fleet fleet) implements Script {
    @Override
    public void send(int from, int to) {
      if (from == 0) {
        fleet.initialise();
      }
      for (int event = from; event < to; event++) {
        int round = event / WORKERS;
        fleet.send(round, List.of(fleet.order(round).get(event % WORKERS)));
      }
    }

    /** Rounds end with their last update. */
    @Override
    public void sendTail() {}

    @Override
    public void close() {
      fleet.close();
    }
  }
}
