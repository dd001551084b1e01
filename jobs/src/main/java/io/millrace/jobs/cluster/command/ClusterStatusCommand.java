/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.command;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cluster.ClusterException;
import io.millrace.jobs.cluster.ClusterState;
import io.millrace.jobs.cluster.job.JobManager;
import io.millrace.jobs.cluster.job.SessionClient;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.JobStatus;
import picocli.CommandLine.Command;

/** Shows a cluster's processes and jobs. */
@Command(name = "status", header = "Show the cluster's processes, ports, slots and jobs.")
final class ClusterStatusCommand extends FolderCommand {
  ClusterStatusCommand(Console console) {
    super(console);
  }

  @JsonNaming(SnakeCaseStrategy.class)
  private record MemberState(String name, long pid, int port, boolean alive, int restarts) {}

  @JsonNaming(SnakeCaseStrategy.class)
  private record Job(
      String name, String id, JobStatus status, String since, int parallelism, long checkpoints) {}

  @JsonNaming(SnakeCaseStrategy.class)
  private record Document(
      String phase,
      String rest,
      String bootstrapServers,
      List<MemberState> processes,
      JobManager.Slots slots,
      List<Job> jobs,
      String problem) {}

  @Override
  public Integer call() {
    ClusterState state = cluster().require();
    Document document = look(state);
    if (json) {
      console.json(document);
    } else {
      print(document);
    }
    return ExitCode.OK;
  }

  private static Document look(ClusterState state) {
    List<MemberState> processes = new ArrayList<>();
    processes.add(new MemberState("supervisor", state.supervisor().pid(), 0, true, 0));
    for (ClusterState.Member member : state.members()) {
      processes.add(
          new MemberState(
              member.name(),
              member.mark().pid(),
              member.port(),
              member.mark().isAlive(),
              member.restarts()));
    }
    JobManager.Slots slots = null;
    List<Job> jobs = new ArrayList<>();
    String problem = null;
    try (SessionClient client = SessionClient.connect(state)) {
      slots = client.slots();
      for (JobManager.Job job : client.jobs()) {
        jobs.add(
            new Job(
                job.name(),
                job.id(),
                job.status(),
                job.since().toString(),
                client.parallelism(job.id()),
                client.checkpoints(job.id())));
      }
    } catch (ClusterException e) {
      problem = e.getMessage();
    }
    return new Document(
        state.phase().toString(),
        state.rest(),
        state.bootstrapServers(),
        processes,
        slots,
        jobs,
        problem);
  }

  private void print(Document document) {
    console.line(
        "%s: Flink at %s, brokers at %s",
        document.phase(), document.rest(), document.bootstrapServers());
    console.line("%n%-16s %8s %6s  %-5s %8s", "PROCESS", "PID", "PORT", "STATE", "RESTARTS");
    for (MemberState process : document.processes()) {
      console.line(
          "%-16s %8d %6s  %-5s %8d",
          process.name(),
          process.pid(),
          process.port() == 0 ? "-" : process.port(),
          process.alive() ? "up" : "down",
          process.restarts());
    }
    if (document.problem() != null) {
      console.line("%n%s", document.problem());
      return;
    }
    console.line(
        "%n%d of %d slots are free on %d task managers",
        document.slots().free(), document.slots().total(), document.slots().taskManagers());
    if (!document.jobs().isEmpty()) {
      console.line(
          "%n%-24s %-32s %-11s %11s %11s  %s",
          "JOB", "ID", "STATE", "PARALLELISM", "CHECKPOINTS", "SINCE");
    }
    for (Job job : document.jobs()) {
      console.line(
          "%-24s %-32s %-11s %11d %11d  %s",
          job.name(), job.id(), job.status(), job.parallelism(), job.checkpoints(), job.since());
    }
  }
}
