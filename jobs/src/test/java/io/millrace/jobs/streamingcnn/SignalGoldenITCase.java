/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.streamingcnn;

import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.harness.GoldenContract;
import io.millrace.jobs.harness.JobHarness;
import io.millrace.jobs.harness.Script;
import io.millrace.jobs.produce.FrameTopic;
import io.millrace.schemas.SignalPrediction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

class SignalGoldenITCase extends GoldenContract<SignalGoldenITCase.Patients> {
  private static final FrameScript FRAMES = new FrameScript(5, 20, 100, 6, BEGIN);

  SignalGoldenITCase() {
    super(SignalJob.TESTED, "streaming-cnn", FRAMES.size() / 2, FRAMES.size());
  }

  @Override
  protected JobConfiguration settings(JobConfiguration configuration) {
    return configuration;
  }

  @Override
  protected Patients script(JobHarness jobs, JobConfiguration configuration) {
    return new Patients(jobs.topic(configuration, TopicOptions.SIGNALS));
  }

  /** Of a job that nobody stops. */
  @Override
  protected Map<String, List<String>> expected(
      JobHarness jobs, JobConfiguration configuration, Patients script) {
    JobConfiguration undisturbed = jobs.configuration("undisturbed");
    EmbeddedJob job = jobs.submit(undisturbed);
    try (FrameTopic topic = jobs.topic(undisturbed, TopicOptions.SIGNALS)) {
      FRAMES.send(topic, 0, FRAMES.size());
    }
    Map<String, List<String>> all = said(jobs, undisturbed, FRAMES.predictions());
    job.cancel();
    return all;
  }

  @Override
  protected int enough() {
    return FRAMES.predictions() / 4;
  }

  @Override
  protected Map<String, List<String>> said(
      JobHarness jobs, JobConfiguration configuration, int results) {
    Map<String, List<String>> said = new TreeMap<>();
    Predictions.await(jobs, configuration, Math.min(results, FRAMES.predictions()))
        .forEach(
            (stream, predictions) ->
                said.put(stream, predictions.stream().map(SignalGoldenITCase::text).toList()));
    return said;
  }

  private static String text(SignalPrediction prediction) {
    return prediction.getWindowEnd()
        + " "
        + prediction.getWindowEndTime()
        + " "
        + prediction.getLabel()
        + " "
        + prediction.getModelVersion()
        + " "
        + prediction.getOutputs();
  }

  /** The frames of all patients. */
  record Patients(FrameTopic topic) implements Script {
    @Override
    public void send(int from, int to) {
      FRAMES.send(topic, from, to);
    }

    /** Predictions wait for nothing that comes later. */
    @Override
    public void sendTail() {
      topic.flush();
    }

    @Override
    public void close() {
      topic.close();
    }
  }
}
