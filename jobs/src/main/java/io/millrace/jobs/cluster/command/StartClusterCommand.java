/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.command;

import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.Interrupt;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.cluster.Cluster;
import io.millrace.jobs.cluster.ClusterSettings;
import io.millrace.jobs.cluster.ClusterState;
import io.millrace.jobs.cluster.ClusterState.Phase;
import io.millrace.jobs.cluster.job.SessionJobs;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Option;

/** Starts a cluster. */
@Command(
    name = "start",
    header = "Start a cluster: a job manager, task managers and brokers, a process each.",
    description = {
      "All listen on free ports of this machine only. A further process watches them and starts anew"
          + " what dies; jobs of a job manager that died go on from their last checkpoint.",
      "Topics, checkpoints and logs stay in the folder when the cluster ends."
    })
final class StartClusterCommand extends FolderCommand {
  @Option(
      names = "--task-managers",
      paramLabel = "N",
      defaultValue = "1",
      description = "Processes that run jobs.")
  int taskManagers;

  @Option(
      names = "--slots",
      paramLabel = "N",
      defaultValue = "2",
      description = "Parallel instances of a job that each of them takes.")
  int slots;

  @Option(names = "--brokers", paramLabel = "N", defaultValue = "1", description = "Of Kafka.")
  int brokers;

  @Option(
      names = "--task-manager-memory",
      paramLabel = "MB",
      defaultValue = "1536",
      description = "Megabytes of each task manager, half of it heap.")
  int taskManagerMegabytes;

  @Option(
      names = "--flink",
      paramLabel = "KEY=VALUE",
      showDefaultValue = Help.Visibility.NEVER,
      description = "An option of Flink for all processes; may be repeated.")
  Map<String, String> flink = new LinkedHashMap<>();

  @Option(
      names = "--resume",
      description = "Go on with the jobs that ran when the last cluster in this folder ended.")
  boolean resume;

  @Option(names = "--foreground", description = "Stay until Ctrl-C, and end the cluster then.")
  boolean foreground;

  StartClusterCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws InterruptedException {
    Cluster cluster = cluster();
    Optional<ClusterState> running =
        cluster.state().filter(state -> state.phase() == Phase.RUNNING);
    if (running.isPresent()) {
      console.note("a cluster runs in %s already", cluster.folder().path());
      tell(running.get());
      return ExitCode.OK;
    }
    ClusterSettings settings = settings();
    List<String> wanted = SessionJobs.wanted(cluster.folder());
    try (Interrupt interrupt = Interrupt.listen()) {
      console.note("millrace: starting %d processes", 1 + taskManagers + brokers);
      tell(cluster.start(settings, resume, () -> !interrupt.isWished()));
      if (!wanted.isEmpty()) {
        console.note(
            resume ? "going on with %s" : "%s ran before and is not started; --resume would have",
            String.join(", ", wanted));
      }
      if (foreground) {
        stay(cluster, interrupt);
      }
    }
    return ExitCode.OK;
  }

  private ClusterSettings settings() {
    try {
      return ClusterSettings.DEFAULT
          .withTaskManagers(taskManagers)
          .withSlots(slots)
          .withBrokers(brokers)
          .withTaskManagerMegabytes(taskManagerMegabytes)
          .withFlink(flink);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private void stay(Cluster cluster, Interrupt interrupt) throws InterruptedException {
    console.note("Ctrl-C ends it");
    while (!interrupt.await(1, TimeUnit.SECONDS)) {
      cluster.require();
    }
    console.note("ending");
    cluster.stop();
  }

  private void tell(ClusterState state) {
    if (json) {
      console.json(state);
    } else {
      console.line("Flink at %s, brokers at %s", state.rest(), state.bootstrapServers());
      console.line(
          "%d task managers with %d slots each; './millrace submit JOB' starts a job",
          state.taskManagers(), state.slots());
    }
  }
}
