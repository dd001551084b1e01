/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.driftmoe;

import io.millrace.jobs.config.DriftOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.harness.GoldenContract;
import io.millrace.jobs.harness.JobHarness;
import io.millrace.schemas.DriftPrediction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class DriftGoldenITCase extends GoldenContract<DriftScript> {
  private static final String LEARNER = "hoeffding-tree";
  private static final int STREAMS = 6;
  private static final int LENGTH = 600;

  DriftGoldenITCase() {
    super(DriftJob.TESTED, DriftMoeJob.NAME, LENGTH / 2, LENGTH);
  }

  @Override
  protected JobConfiguration settings(JobConfiguration configuration) {
    return configuration.with(DriftOptions.LEARNER, LEARNER);
  }

  @Override
  protected DriftScript script(JobHarness jobs, JobConfiguration configuration) {
    return new DriftScript(jobs, configuration, STREAMS, LENGTH, 20, BEGIN);
  }

  @Override
  protected Map<String, List<String>> expected(
      JobHarness jobs, JobConfiguration configuration, DriftScript script) {
    Map<String, List<String>> expected = new TreeMap<>();
    script
        .offline(LEARNER)
        .forEach(
            (stream, classes) -> {
              List<String> all = new ArrayList<>();
              for (int i = 0; i < classes.size(); i++) {
                all.add("i" + i + "=" + classes.get(i));
              }
              expected.put(stream, all);
            });
    return expected;
  }

  @Override
  protected int enough() {
    return STREAMS * LENGTH / 3;
  }

  @Override
  protected Map<String, List<String>> said(
      JobHarness jobs, JobConfiguration configuration, int results) {
    Map<String, List<String>> said = new TreeMap<>();
    for (DriftPrediction prediction :
        jobs.await(configuration, TopicOptions.DRIFT_PREDICTIONS, DriftPrediction.class, results)) {
      if (prediction.getStreamId().matches("s\\d+")) {
        said.computeIfAbsent(prediction.getStreamId(), id -> new ArrayList<>())
            .add(prediction.getInstanceId() + "=" + prediction.getLabel());
      }
    }
    return said;
  }
}
