/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.config.GraphOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.environment.JobEnvironment;
import io.millrace.jobs.harness.JobHarness;
import io.millrace.jobs.harness.RecoveryContract;
import io.millrace.operators.graph.GraphSettings;
import io.millrace.schemas.LinkPrediction;
import java.time.Duration;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

class GraphRecoveryITCase extends RecoveryContract<GraphScript> {
  private static final int GRAPHS = 5;
  private static final int LENGTH = 900;

  GraphRecoveryITCase() {
    super(GraphJob.TESTED, GRAPHS, LENGTH);
  }

  @Override
  protected JobConfiguration settings(JobConfiguration configuration) {
    return configuration
        .with(GraphOptions.MEMORY, 16)
        .with(GraphOptions.NEIGHBOURS, 5)
        .with(GraphOptions.BATCH, 20)
        .with(GraphOptions.BATCH_SPAN, Duration.ofMillis(500));
  }

  @Override
  protected GraphScript script(JobHarness jobs, JobConfiguration configuration) {
    return new GraphScript(jobs, configuration, GRAPHS, LENGTH);
  }

  @Override
  protected void awaitResults(JobHarness jobs, JobConfiguration configuration, int expected) {
    predictions(jobs, configuration, expected);
  }

  private static List<LinkPrediction> predictions(
      JobHarness jobs, JobConfiguration configuration, int expected) {
    return jobs.await(
        configuration, TopicOptions.GRAPH_PREDICTIONS, LinkPrediction.class, expected);
  }

  @Override
  protected void assertUndisturbed(
      JobHarness jobs, JobConfiguration configuration, GraphScript script) {
    assertThat(GraphScript.scored(predictions(jobs, configuration, script.size())))
        .isEqualTo(script.offline(configuration));
  }

  @Override
  protected Failing failing(JobConfiguration configuration) {
    TemporalGraphOptions options = TemporalGraphOptions.of(configuration);
    GraphSettings settings = options.settings();
    FailingModel failing = FailingModel.around(settings.parts());
    StreamExecutionEnvironment env = JobEnvironment.of(configuration);
    TemporalGraphJob.defineWorkflow(
        env,
        GraphEnds.sources(configuration),
        GraphEnds.sinks(configuration),
        options.with(settings.withParts(failing)));
    return new Failing(env.getStreamGraph(), failing::arm, failing::failed);
  }
}
