/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.streamingcnn;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.store.ModelStore;
import io.millrace.connectors.store.StoredBundle;
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
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SignalGoldenITCase extends GoldenContract<SignalGoldenITCase.Patients> {
  private static final int STREAMS = 5;
  private static final FrameScript FRAMES = new FrameScript(STREAMS, 20, 100, 6, BEGIN);

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

  /** A newer model was announced while the job was away. */
  @Test
  void aSavepointOfAReleasedVersionGoesOnWithAnotherModel() throws Exception {
    JobConfiguration configuration = configuration();
    String store = jobs().platform().folder().resolve("store").toUri().toString();
    StoredBundle second =
        ModelStore.at(store).put("ecg", "2", Announcements.contents("2", "ventricular"));
    try (FrameTopic models = jobs().topic(configuration, TopicOptions.MODELS);
        Patients patients = script(jobs(), configuration)) {
      Announcements.send(models, second.version(), second.uri(), second.sha256(), "reset");
      patients.send(0, FRAMES.size() / 2);
      EmbeddedJob job = jobs().resume(configuration, unpack("v1"));
      int sent = FRAMES.size() / 2;
      while (!newest(configuration).equals("ecg/2")) {
        assertThat(sent).as("frames until the swap").isLessThan(FRAMES.size() - STREAMS);
        patients.send(sent, sent + STREAMS);
        sent += STREAMS;
        Thread.sleep(300);
      }
      job.cancel();
    }
    Predictions.await(jobs(), configuration, 1).values().forEach(SignalGoldenITCase::check);
  }

  /** Window after window, with the memories of the savepoint whichever model speaks. */
  private static void check(List<SignalPrediction> stream) {
    long first = stream.get(0).getWindowEnd();
    assertThat(stream.stream().mapToLong(SignalPrediction::getWindowEnd).toArray())
        .isEqualTo(LongStream.range(0, stream.size()).map(i -> first + 90 * i).toArray());
    assertThat(stream.stream().map(SignalPrediction::getModelVersion).distinct())
        .isSubsetOf("ecg/1", "ecg/2");
    assertThat(stream).noneMatch(SignalPrediction::getWarming);
    assertThat(first).isGreaterThan(1626);
  }

  private String newest(JobConfiguration configuration) {
    return Predictions.await(jobs(), configuration, 0).values().stream()
        .flatMap(List::stream)
        .map(SignalPrediction::getModelVersion)
        .max(String::compareTo)
        .orElse("");
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
