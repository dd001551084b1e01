/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cluster.ClusterException;
import io.millrace.jobs.cluster.ClusterFolder;
import io.millrace.jobs.cluster.ClusterState;
import io.millrace.jobs.cluster.ClusterState.Phase;
import io.millrace.jobs.cluster.JsonFile;
import io.millrace.jobs.cluster.LockFile;
import io.millrace.jobs.cluster.ProcessMark;
import io.millrace.jobs.cluster.job.SessionJobs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class StartClusterCommandTest {
  private static final String JOB =
      """
      {"name": "fraud", "job": "drift-moe", "id": "0a", "options": {}, "phase": "running"}
      """;

  private final PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
  private final Console console = new Console(nowhere, nowhere, false);

  @TempDir Path path;

  @Test
  void aRunningClusterIsWhatWasAskedFor() throws Exception {
    leave(Phase.RUNNING);
    StartClusterCommand command = new StartClusterCommand(console);
    new CommandLine(command).parseArgs("--dir", path.toString());

    assertThat(command.call()).isZero();
  }

  @Test
  void aFailedClusterDoesNotPassForOneThatRuns() throws IOException {
    leave(Phase.FAILED);

    try (LockFile supervisor = LockFile.tryTake(folder().lock())) {
      assertThat(supervisor.isHeld()).isTrue();
      assertCall(new StartClusterCommand(console)).hasMessageContaining("is ending: told so");
    }
  }

  @Test
  void aStartThatFailsForgetsNoJobs() throws IOException {
    folder().create();
    Files.writeString(folder().jobs().resolve("fraud.json"), JOB);

    try (LockFile start = LockFile.tryTake(folder().startLock())) {
      assertThat(start.isHeld()).isTrue();
      assertCall(new StartClusterCommand(console)).hasMessageContaining("somebody else starts");
    }

    assertThat(SessionJobs.wanted(folder())).containsExactly("fraud");
  }

  @Test
  void noCommandLooksIntoAFolderOfSomebodyElse() throws IOException {
    Files.createDirectories(path.resolve("jobs"));
    Files.writeString(path.resolve("jobs").resolve("theirs.json"), "{}");

    assertCall(new StartClusterCommand(console)).hasMessageContaining("holds something else");
    assertCall(new StopClusterCommand(console)).hasMessageContaining("holds something else");
  }

  @Test
  void aClusterThatStillStartsTakesNoJobs() throws IOException {
    leave(Phase.STARTING);

    assertCall(new StopCommand(console), "fraud").hasMessageContaining("still starting");
  }

  private AbstractThrowableAssert<?, ?> assertCall(MillraceCommand command, String... arguments) {
    new CommandLine(command).parseArgs(arguments(arguments));
    return assertThatThrownBy(command::call).isInstanceOf(ClusterException.class);
  }

  private String[] arguments(String... more) {
    return Stream.concat(Stream.of("--dir", path.toString()), Stream.of(more))
        .toArray(String[]::new);
  }

  private ClusterFolder folder() {
    return new ClusterFolder(path);
  }

  private void leave(Phase phase) {
    folder().create();
    ProcessMark supervisor = ProcessMark.of(ProcessHandle.current(), "");
    JsonFile.write(
        folder().state(),
        new ClusterState(
            phase, "told so", supervisor, "build", "http://localhost:1", "", 1, 1, List.of()));
  }
}
