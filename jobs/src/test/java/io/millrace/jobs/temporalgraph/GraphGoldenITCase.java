/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import io.millrace.jobs.config.GraphOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.harness.GoldenContract;
import io.millrace.jobs.harness.JobHarness;
import io.millrace.schemas.LinkPrediction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class GraphGoldenITCase extends GoldenContract<GraphScript> {
  private static final int GRAPHS = 2;
  private static final int LENGTH = 600;

  GraphGoldenITCase() {
    super(GraphJob.TESTED, TemporalGraphJob.NAME, LENGTH / 2, LENGTH);
  }

  @Override
  protected JobConfiguration settings(JobConfiguration configuration) {
    return configuration
        .with(GraphOptions.MEMORY, 8)
        .with(GraphOptions.NEIGHBOURS, 3)
        .with(GraphOptions.BATCH, 20)
        .with(GraphOptions.BATCH_SPAN, Duration.ofMillis(500));
  }

  @Override
  protected GraphScript script(JobHarness jobs, JobConfiguration configuration) {
    return new GraphScript(jobs, configuration, GRAPHS, LENGTH, BEGIN);
  }

  @Override
  protected Map<String, List<String>> expected(
      JobHarness jobs, JobConfiguration configuration, GraphScript script) {
    Map<String, List<String>> expected = new TreeMap<>();
    script
        .offline(configuration)
        .forEach(
            (graph, scores) -> {
              List<String> all = new ArrayList<>();
              for (int i = 0; i < scores.size(); i++) {
                all.add((i + 1) + "=" + scores.get(i));
              }
              expected.put(graph, all);
            });
    return expected;
  }

  @Override
  protected int enough() {
    return GRAPHS * LENGTH / 3;
  }

  @Override
  protected Map<String, List<String>> said(
      JobHarness jobs, JobConfiguration configuration, int results) {
    Map<String, List<String>> said = new TreeMap<>();
    for (LinkPrediction prediction :
        jobs.await(configuration, TopicOptions.GRAPH_PREDICTIONS, LinkPrediction.class, results)) {
      if (prediction.getGraphId().matches("g\\d+")) {
        said.computeIfAbsent(prediction.getGraphId(), id -> new ArrayList<>())
            .add(prediction.getSequence() + "=" + prediction.getScore());
      }
    }
    return said;
  }
}
