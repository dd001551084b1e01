/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.embedded.EmbeddedKafka;
import io.millrace.connectors.topics.Topic;
import io.millrace.connectors.topics.TopicAdmin;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.ConfigurationException;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.embedded.Platform;
import io.millrace.jobs.produce.FrameTopic;
import io.millrace.jobs.produce.Player;
import io.millrace.jobs.produce.SyntheticSignal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalRunITCase {
  @TempDir Path folder;

  @Test
  void aStoppedJobGoesOnFromItsSavepoint() {
    List<String> notes = new ArrayList<>();
    try (Platform platform = Platform.start(2, 0)) {
      JobConfiguration configuration =
          configuration(platform.connection().bootstrapServers())
              .with(CheckpointOptions.INTERVAL, Duration.ofMillis(500))
              .with(CheckpointOptions.DIR, folder.toUri().toString());
      try (FrameTopic topic = new FrameTopic(platform.connection(), Topics.SIGNAL_FRAMES.name())) {
        new Player(Player.UNPACED, 90)
            .play(
                SyntheticSignal.patients(3, 1, 3600),
                topic,
                System.currentTimeMillis() - 10_000,
                () -> true,
                samples -> {});
      }
      RunReport first = runFor(configuration, notes, null);
      RunReport second = runFor(configuration, notes, first.savepoint());

      assertThat(Path.of(URI.create(first.savepoint()))).isDirectory();
      assertThat(second.savepoint()).isNotEqualTo(first.savepoint());
      assertThat(first.restarts() + second.restarts()).isZero();
      assertThat(notes).anyMatch(note -> note.contains("runs; Ctrl-C ends it"));
    }
  }

  @Test
  void missingTopicsAreToldBeforeTheJobStarts() throws IOException {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(Files.createDirectory(folder.resolve("k")), 0)) {
      assertThatThrownBy(
              () ->
                  new LocalRun(
                      RunnableJob.STREAMING_CNN,
                      configuration(kafka.bootstrapServers()),
                      note -> {}))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining(Topics.SIGNAL_FRAMES.name())
          .hasMessageContaining("millrace topics create");
    }
  }

  @Test
  void topicsThatTakeNoLargeRecordsAreToldBeforeTheJobStarts() {
    try (Platform platform = Platform.start(1, 0)) {
      Topic late = Topics.SIGNAL_LATE.withName("narrow");
      JobConfiguration configuration =
          configuration(platform.connection().bootstrapServers())
              .with(TopicOptions.LATE, late.name());
      try (TopicAdmin admin = TopicAdmin.connect(platform.connection(), Duration.ofSeconds(20))) {
        admin.create(List.of(late.withMaxRecordBytes(0)));
      }
      assertThatThrownBy(() -> new LocalRun(RunnableJob.STREAMING_CNN, configuration, note -> {}))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("millrace.topics is 'narrow', which takes no records as large")
          .hasMessageContaining("max.message.bytes=" + late.maxRecordBytes());
    }
  }

  @Test
  void aTransactionTimeoutThatTheBrokersRefuseIsToldBeforeTheJobStarts() {
    try (Platform platform = Platform.start(1, 0)) {
      JobConfiguration configuration =
          configuration(platform.connection().bootstrapServers())
              .with(KafkaOptions.TRANSACTION_TIMEOUT, Duration.ofHours(2));
      assertThatThrownBy(() -> new LocalRun(RunnableJob.STREAMING_CNN, configuration, note -> {}))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("millrace.kafka.transaction-timeout")
          .hasMessageContaining("transaction.max.timeout.ms");
    }
  }

  private static RunReport runFor(
      JobConfiguration configuration, List<String> notes, String savepoint) {
    int[] looks = {0};
    return new LocalRun(RunnableJob.STREAMING_CNN, configuration, notes::add)
        .run(savepoint, () -> looks[0]++ < 10);
  }

  private static JobConfiguration configuration(String servers) {
    return JobConfiguration.defaults().with(KafkaOptions.BOOTSTRAP_SERVERS, servers);
  }
}
