/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.millrace.jobs.cluster.ClusterException;
import io.millrace.jobs.cluster.ClusterFolder;
import io.millrace.jobs.cluster.ClusterSettings;
import io.millrace.jobs.cluster.ClusterState;
import io.millrace.jobs.cluster.ClusterState.Phase;
import io.millrace.jobs.cluster.JsonFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorStartTest {
  @TempDir Path path;

  @Test
  void whatCouldNotBeStartedIsNoMember() {
    ClusterFolder folder = new ClusterFolder(path);
    folder.create();
    ClusterSettings settings =
        ClusterSettings.DEFAULT.withPlaces(
            Map.of(
                "broker-1", new ClusterSettings.Place(List.of("/no/such/command"), "localhost")));

    try (Supervisor supervisor = new Supervisor(folder, settings, "build", () -> true)) {
      ClusterException failure =
          catchThrowableOfType(ClusterException.class, () -> supervisor.run(false));
      assertThat(failure).hasMessageStartingWith("Cannot start broker-1");
      supervisor.fail(failure);
    }

    ClusterState state = JsonFile.read(folder.state(), ClusterState.class).orElseThrow();
    assertThat(state.phase()).isEqualTo(Phase.FAILED);
    assertThat(state.members()).isEmpty();
  }
}
