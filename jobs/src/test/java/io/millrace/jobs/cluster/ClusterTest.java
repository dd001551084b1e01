/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.cluster.ClusterState.Phase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before any process starts. */
class ClusterTest {
  private static final ProcessMark LIVING = ProcessMark.of(ProcessHandle.current(), "");
  private static final ProcessMark DEAD = new ProcessMark(LIVING.pid(), 1, "");

  @TempDir Path path;

  @Test
  void aFolderOfSomebodyElseIsLeftAsItIs() throws IOException {
    Path library = path.resolve("lib").resolve("theirs.so");
    Files.createDirectories(library.getParent());
    Files.writeString(library, "theirs");
    var permissions = Files.getPosixFilePermissions(path.resolve("lib"));
    Files.setPosixFilePermissions(path, permissions);

    assertStart()
        .hasMessageStartingWith(path + " holds something else")
        .hasMessageContaining("--dir");

    assertThat(library).hasContent("theirs");
    assertThat(Files.getPosixFilePermissions(path)).isEqualTo(permissions);
    try (var files = Files.list(path)) {
      assertThat(files).containsExactly(library.getParent());
    }
  }

  @Test
  void aFolderWhoseClusterNeverCameToStartIsStillItsOwn() {
    folder().create();

    folder().requireOwn();
    folder().create();
  }

  @Test
  void whoComesWhileAnotherStartsAClusterChangesNothing() throws IOException {
    Path library = leaveACluster(Phase.STARTING, LIVING, "");

    try (LockFile start = LockFile.tryTake(folder().startLock())) {
      assertThat(start.isHeld()).isTrue();
      assertStart().hasMessageContaining("somebody else starts a cluster in " + path);
    }

    assertThat(library).exists();
    assertThat(folder().state()).exists();
  }

  @Test
  void whoComesWhileASupervisorLivesChangesNothing() throws IOException {
    Path library = leaveACluster(Phase.FAILED, LIVING, "broker-1 died");

    try (LockFile supervisor = LockFile.tryTake(folder().lock())) {
      assertThat(supervisor.isHeld()).isTrue();
      assertStart().hasMessage("the cluster in " + path + " is ending: broker-1 died");
      Files.delete(folder().state());
      assertStart().hasMessageContaining("is just starting or ending");
    }

    assertThat(library).exists();
  }

  @Test
  void aFailureIsToldWhenItsSupervisorIsGone() throws IOException {
    leaveACluster(Phase.FAILED, DEAD, "broker-1 died");

    assertThatThrownBy(() -> new Cluster(folder()).require())
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining(path + " has failed: broker-1 died")
        .hasMessageContaining("cluster start --resume");
  }

  @Test
  void aMemberWithoutAProcessIsDamage() throws IOException {
    leaveACluster(Phase.FAILED, DEAD, "");
    Files.writeString(
        folder().state(),
        Files.readString(folder().state()).replace("\"members\" : [ ]", "\"members\" : [ {} ]"));

    assertThatThrownBy(() -> new Cluster(folder()).stop())
        .isInstanceOf(ClusterException.class)
        .hasMessageContaining("delete it");
  }

  private ClusterFolder folder() {
    return new ClusterFolder(path);
  }

  /** Returns a file that the next start would take away. */
  private Path leaveACluster(Phase phase, ProcessMark supervisor, String message)
      throws IOException {
    folder().create();
    JsonFile.write(
        folder().state(),
        new ClusterState(
            phase, message, supervisor, "build", "http://localhost:1", "", 1, 1, List.of()));
    return Files.writeString(folder().libraries().resolve("earlier.jar"), "");
  }

  private AbstractThrowableAssert<?, ?> assertStart() {
    return assertThatThrownBy(
            () -> new Cluster(folder()).start(ClusterSettings.DEFAULT, false, () -> false))
        .isInstanceOf(ClusterException.class);
  }
}
