/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.streamingcnn;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.store.ModelStore;
import io.millrace.connectors.store.StoredBundle;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.embedded.EmbeddedJob;
import io.millrace.jobs.harness.JobHarness;
import io.millrace.jobs.produce.FrameTopic;
import io.millrace.schemas.DeadLetter;
import io.millrace.schemas.SignalPrediction;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A new version takes over between two records; a broken one does not. */
class ModelSwapITCase {
  private static final int STREAMS = 3;
  private static final FrameScript SCRIPT = new FrameScript(STREAMS, 60, 90, 5);

  private static JobHarness harness;

  @BeforeAll
  static void start() {
    harness = new JobHarness(SignalJob.TESTED, 1, 2);
  }

  @AfterAll
  static void stop() {
    harness.close();
  }

  @Test
  void aNewVersionServesFromOneRecordOnAndABrokenOneNever() throws Exception {
    JobConfiguration configuration = harness.configuration("swap");
    ModelStore store =
        ModelStore.at(harness.platform().folder().resolve("store").toUri().toString());
    StoredBundle second = store.put("ecg", "2", Announcements.contents("2", "ventricular"));
    StoredBundle damaged = store.put("ecg", "3", Map.of("model.json", "{}".getBytes(UTF_8)));
    EmbeddedJob job = harness.submit(configuration);
    int sent = SCRIPT.size() / 4;

    try (FrameTopic frames = harness.topic(configuration, TopicOptions.SIGNALS);
        FrameTopic models = harness.topic(configuration, TopicOptions.MODELS)) {
      SCRIPT.send(frames, 0, sent);
      Predictions.await(harness, configuration, STREAMS);
      Announcements.send(models, second.version(), second.uri(), second.sha256(), "reset");
      while (!newest(configuration).equals("ecg/2")) {
        assertThat(sent).as("frames until the swap").isLessThan(SCRIPT.size() / 2);
        SCRIPT.send(frames, sent, sent + STREAMS);
        sent += STREAMS;
        Thread.sleep(300);
      }
      Announcements.send(models, damaged.version(), damaged.uri(), damaged.sha256(), "reset");
      // Each of the two instances tells that it could not load the model.
      harness.deadLetters(configuration, 2);
      Announcements.send(models, "4", second.uri(), "0".repeat(64), "reset");
      harness.deadLetters(configuration, 4);
      Announcements.send(models, "5", second.uri(), second.sha256(), "telepathy");
      List<DeadLetter> letters = harness.deadLetters(configuration, 5);
      SCRIPT.send(frames, sent, SCRIPT.size());
      Map<String, List<SignalPrediction>> predictions =
          Predictions.await(harness, configuration, SCRIPT.predictions());
      job.cancel();

      assertThat(letters.stream().map(DeadLetter::getReason).collect(Collectors.joining("\n")))
          .contains("version 3", "version 4", "version 2 goes on serving", "telepathy");
      assertThat(predictions).hasSize(STREAMS);
      predictions.values().forEach(ModelSwapITCase::check);
    }
  }

  /** Each window once, version 1 first, then version 2, which goes on with the same memories. */
  private static void check(List<SignalPrediction> stream) {
    assertThat(stream.stream().mapToLong(SignalPrediction::getWindowEnd).toArray())
        .isEqualTo(LongStream.range(0, stream.size()).map(i -> 1626 + 90 * i).toArray());
    assertThat(stream.stream().map(SignalPrediction::getModelVersion).distinct())
        .containsExactly("ecg/1", "ecg/2");
    int swap =
        IntStream.range(0, stream.size())
            .filter(i -> stream.get(i).getModelVersion().equals("ecg/2"))
            .findFirst()
            .orElseThrow();
    assertThat(stream.subList(swap, stream.size()))
        .allMatch(prediction -> prediction.getModelVersion().equals("ecg/2"))
        .noneMatch(SignalPrediction::getWarming)
        .noneMatch(prediction -> prediction.getLabel().equals("V"));
  }

  /** The newest version that spoke so far. */
  private static String newest(JobConfiguration configuration) {
    return Predictions.await(harness, configuration, STREAMS).values().stream()
        .flatMap(List::stream)
        .map(SignalPrediction::getModelVersion)
        .max(String::compareTo)
        .orElseThrow();
  }
}
