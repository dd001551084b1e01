/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetainedStateTest {
  private static final String JOB = "03cdfb2079db8542b51d21cb7361535a";
  private static final String OTHER = "c1a3e37ce499663c52b506d8576078a1";

  @TempDir Path folder;

  @BeforeEach
  void threeCheckpointsOfWhichOneIsNotComplete() throws IOException {
    Path job = folder.resolve(JOB);
    Files.createDirectories(job.resolve("shared"));
    for (int number : new int[] {8, 9, 10}) {
      Files.createDirectories(job.resolve("chk-" + number));
    }
    Files.writeString(job.resolve("chk-8").resolve("_metadata"), "x");
    Files.writeString(job.resolve("chk-9").resolve("_metadata"), "x");
  }

  private void savepoint(String name, long number) throws IOException {
    Path savepoint = Files.createDirectories(folder.resolve("savepoints").resolve(name));
    try (DataOutputStream out =
        new DataOutputStream(Files.newOutputStream(savepoint.resolve("_metadata")))) {
      Checkpoints.storeCheckpointMetadata(
          new CheckpointMetadata(number, List.of(), List.of()), out);
    }
  }

  private RetainedState newest() {
    return RetainedState.newest(folder.toUri().toString(), JOB).orElseThrow();
  }

  @Test
  void theNewestCompleteCheckpointIsFoundAndOwned() {
    assertThat(newest().path()).endsWith("/" + JOB + "/chk-9");
    assertThat(newest().restore().getRecoveryClaimMode()).isEqualTo(RecoveryClaimMode.CLAIM);
    assertThat(RetainedState.newest(folder.toUri().toString(), OTHER)).isEmpty();
  }

  @Test
  void aSavepointThatEndedTheJobIsNewerThanItsCheckpointsAndStays() throws IOException {
    savepoint("savepoint-03cdfb-8accf2110003", 10);
    savepoint("savepoint-c1a3e3-8accf2110004", 11);

    assertThat(newest().path()).endsWith("/savepoints/savepoint-03cdfb-8accf2110003");
    assertThat(newest().restore().getRecoveryClaimMode()).isEqualTo(RecoveryClaimMode.NO_CLAIM);
  }

  @Test
  void aSavepointAfterWhichTheJobWentOnIsOlder() throws IOException {
    savepoint("savepoint-03cdfb-8accf2110003", 7);

    assertThat(newest().path()).endsWith("/chk-9");
  }
}
