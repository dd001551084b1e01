/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.cluster.ClusterState.Member;
import io.millrace.jobs.cluster.ClusterState.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonFileTest {
  private static final ClusterState STATE =
      new ClusterState(
          Phase.RUNNING,
          "",
          new ProcessMark(7, 1000, "supervisor"),
          "build",
          "http://localhost:8081",
          "localhost:9092",
          1,
          2,
          List.of(
              new Member("jobmanager", Role.JOB_MANAGER, new ProcessMark(8, 1, "j"), 6123, 3),
              new Member("taskmanager-1", Role.TASK_MANAGER, new ProcessMark(9, 2, "t"), 0, 0)));

  @TempDir Path folder;

  @Test
  void aStateIsReadAsItWasWritten() {
    Path file = folder.resolve("cluster.json");

    JsonFile.write(file, STATE);

    assertThat(JsonFile.read(file, ClusterState.class)).contains(STATE);
    assertThat(STATE.member("taskmanager-1").orElseThrow().mark().pid()).isEqualTo(9);
    assertThat(STATE.members(Role.JOB_MANAGER)).hasSize(1);
    assertThat(STATE.member("broker-1")).isEmpty();
  }

  @Test
  void settingsAreReadAsTheyWereWritten() {
    Path file = folder.resolve("settings.json");
    ClusterSettings settings =
        ClusterSettings.DEFAULT
            .withBrokers(3)
            .withFlink(Map.of("heartbeat.interval", "1000"))
            .withPlaces(
                Map.of("taskmanager-1", new ClusterSettings.Place(List.of("nice"), "10.0.0.2")));

    JsonFile.write(file, settings);

    assertThat(JsonFile.read(file, ClusterSettings.class)).contains(settings);
  }

  @Test
  void writingAgainLeavesNothingElseBehind() throws IOException {
    Path file = folder.resolve("cluster.json");
    JsonFile.write(file, STATE);
    JsonFile.write(file, STATE);

    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void noFileIsNothingAndADamagedOneIsTold() throws IOException {
    Path file = folder.resolve("cluster.json");
    assertThat(JsonFile.read(file, ClusterState.class)).isEmpty();

    Files.writeString(file, "{\"phase\": \"runn");

    assertThatThrownBy(() -> JsonFile.read(file, ClusterState.class))
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("delete it");
  }
}
