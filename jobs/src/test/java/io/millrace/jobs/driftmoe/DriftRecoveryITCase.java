/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.driftmoe;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.jobs.config.DriftOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.environment.JobEnvironment;
import io.millrace.jobs.harness.JobHarness;
import io.millrace.jobs.harness.RecoveryContract;
import io.millrace.operators.drift.DriftSettings;
import io.millrace.schemas.DriftPrediction;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

class DriftRecoveryITCase extends RecoveryContract<DriftScript> {
  private static final int STREAMS = 6;
  private static final int LENGTH = 1200;
  private static final int DELAY = 100;
  private static final String LEARNER = "hoeffding-tree";

  DriftRecoveryITCase() {
    super(DriftJob.TESTED, STREAMS, LENGTH);
  }

  @Override
  protected JobConfiguration settings(JobConfiguration configuration) {
    return configuration.with(DriftOptions.LEARNER, LEARNER);
  }

  @Override
  protected DriftScript script(JobHarness jobs, JobConfiguration configuration) {
    return new DriftScript(jobs, configuration, STREAMS, LENGTH, DELAY);
  }

  @Override
  protected void awaitResults(JobHarness jobs, JobConfiguration configuration, int expected) {
    predictions(jobs, configuration, expected);
  }

  private static List<DriftPrediction> predictions(
      JobHarness jobs, JobConfiguration configuration, int expected) {
    return jobs.await(
        configuration, TopicOptions.DRIFT_PREDICTIONS, DriftPrediction.class, expected);
  }

  @Override
  protected void assertUndisturbed(
      JobHarness jobs, JobConfiguration configuration, DriftScript script) {
    assertThat(DriftScript.predicted(predictions(jobs, configuration, script.size())))
        .isEqualTo(script.offline(LEARNER));
  }

  @Override
  protected Failing failing(JobConfiguration configuration) {
    DriftMoeOptions options = DriftMoeOptions.of(configuration);
    DriftSettings settings = options.settings();
    FailingLearner failing = FailingLearner.around(settings.parts());
    StreamExecutionEnvironment env = JobEnvironment.of(configuration);
    DriftMoeJob.defineWorkflow(
        env,
        DriftEnds.sources(configuration),
        DriftEnds.sinks(configuration),
        options.with(settings.withParts(failing)));
    return new Failing(env.getStreamGraph(), failing::arm, failing::failed);
  }
}
