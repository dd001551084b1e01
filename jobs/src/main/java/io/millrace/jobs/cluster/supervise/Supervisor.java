/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.supervise;

import io.millrace.connectors.embedded.BrokerQuorum;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.topics.TopicAdmin;
import io.millrace.connectors.topics.TopicAdminException;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.cluster.ClusterException;
import io.millrace.jobs.cluster.ClusterFolder;
import io.millrace.jobs.cluster.ClusterSettings;
import io.millrace.jobs.cluster.ClusterState;
import io.millrace.jobs.cluster.ClusterState.Phase;
import io.millrace.jobs.cluster.JavaCommand;
import io.millrace.jobs.cluster.JsonFile;
import io.millrace.jobs.cluster.ProcessMark;
import io.millrace.jobs.cluster.Role;
import io.millrace.jobs.cluster.job.Resumption;
import io.millrace.jobs.cluster.job.SessionClient;
import io.millrace.jobs.cluster.job.SessionJobs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the processes of a cluster and watches them until it is told to end. */
final class Supervisor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);
  private static final Duration START = Duration.ofMinutes(5);
  private static final Duration END = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final long LOOK_MILLIS = 100;

  static final String NAME = "supervisor";

  private final ClusterFolder folder;
  private final ClusterSettings settings;
  private final String build;
  private final BooleanSupplier running;
  private final Ports ports;
  private final BrokerQuorum quorum;
  private final List<Supervised> members = new ArrayList<>();
  private final Recovery recovery = new Recovery(System.nanoTime());
  private ClusterState state;

  /**
   * @param build what the libraries were made of
   * @param running asked all the time; false ends everything
   */
  Supervisor(
      ClusterFolder folder, ClusterSettings settings, String build, BooleanSupplier running) {
    this.folder = folder;
    this.settings = settings;
    this.build = build;
    this.running = running;
    this.ports = Ports.free(settings.address(), settings.brokers());
    this.quorum = Brokers.of(folder, settings, ports);
  }

  /**
   * Runs the cluster until it is told to end.
   *
   * @param resume whether to begin with the jobs that ran before, else to forget them
   * @throws ClusterException when a process does not start or dies again and again
   */
  void run(boolean resume) {
    if (resume) {
      recovery.begin(System.nanoTime());
    }
    FlinkFiles.write(folder, settings, ports);
    Launch launch = new Launch(folder, settings, quorum);
    for (int i = 1; i <= settings.brokers(); i++) {
      add(launch, Role.BROKER, i, quorum.nodes().get(i - 1).port());
    }
    add(launch, Role.JOB_MANAGER, 1, ports.jobManager());
    for (int i = 1; i <= settings.taskManagers(); i++) {
      add(launch, Role.TASK_MANAGER, i, 0);
    }
    tell(Phase.STARTING, "");
    awaitAll();
    if (running.getAsBoolean()) {
      if (!resume) {
        // Not before: when this start had failed, the next could still resume them.
        SessionJobs.forget(folder);
      }
      tell(Phase.RUNNING, "");
      LOG.info(
          "The cluster runs, Flink at {}, brokers at {}", state.rest(), state.bootstrapServers());
      watch();
    }
  }

  private void add(Launch launch, Role role, int number, int port) {
    Supervised member =
        new Supervised(Launch.name(role, number), role, port, launch.command(role, number), folder);
    member.start();
    members.add(member);
  }

  private void awaitAll() {
    long deadline = System.nanoTime() + START.toNanos();
    while (running.getAsBoolean() && !(brokersAnswer() && taskManagersAreThere())) {
      boolean again = false;
      for (Supervised member : members) {
        again |= member.revive();
      }
      if (again) {
        tell(Phase.STARTING, "");
      }
      if (System.nanoTime() > deadline) {
        throw new ClusterException(
            "the cluster did not answer within "
                + START.toSeconds()
                + " s: see "
                + folder.logs()
                + "; on a busy machine fewer --task-managers help");
      }
      pause();
    }
  }

  private boolean brokersAnswer() {
    // A client that finds no broker complains; one that finds a port does not.
    if (!quorum.nodes().stream().allMatch(node -> Ports.isTaken(settings.address(), node.port()))) {
      return false;
    }
    try (TopicAdmin admin =
        TopicAdmin.connect(KafkaConnection.to(quorum.bootstrapServers()), ANSWER)) {
      admin.describe(List.of(Topics.DEAD_LETTERS));
      return true;
    } catch (TopicAdminException e) {
      return false;
    }
  }

  private boolean taskManagersAreThere() {
    try (SessionClient client = SessionClient.connect(state)) {
      return client.slots().taskManagers() >= settings.taskManagers();
    } catch (ClusterException e) {
      return false;
    }
  }

  private void watch() {
    while (running.getAsBoolean()) {
      boolean changed = false;
      for (Supervised member : members) {
        if (member.revive()) {
          changed = true;
          if (member.role() == Role.JOB_MANAGER) {
            recovery.begin(System.nanoTime());
          }
        }
      }
      if (changed) {
        tell(Phase.RUNNING, "");
      }
      if (recovery.isDue(System.nanoTime())) {
        recovery.looked(bringBack(), System.nanoTime());
      }
      pause();
    }
  }

  /** Starts the jobs once there is room for them; whoever still runs them must have given up. */
  private Recovery.Outcome bringBack() {
    try {
      boolean wanted = recovery.isUnderWay() || SessionJobs.anyAbandoned(folder);
      if (!wanted || SessionJobs.allStopped(folder)) {
        return Recovery.Outcome.COMPLETE;
      }
      if (!taskManagersAreThere()) {
        return Recovery.Outcome.NO_ROOM;
      }
      try (SessionJobs jobs = new SessionJobs(folder, state, LOG::info)) {
        return report(jobs.resume());
      }
    } catch (RuntimeException e) {
      LOG.warn("The jobs could not be started yet: {}", e.getMessage());
      LOG.debug("Because of", e);
      return Recovery.Outcome.FAILED;
    }
  }

  private static Recovery.Outcome report(Resumption resumption) {
    for (SessionJobs.Submitted job : resumption.started()) {
      LOG.info("{} goes on as {} from {}", job.job(), job.id(), job.from());
    }
    for (String failure : resumption.failures()) {
      LOG.warn("A job could not be started yet, {}", failure);
    }
    return Recovery.Outcome.of(resumption);
  }

  private void tell(Phase phase, String message) {
    state =
        new ClusterState(
            phase,
            message,
            ProcessMark.of(ProcessHandle.current(), JavaCommand.mark(folder, NAME)),
            build,
            "http://" + settings.address() + ":" + ports.rest(),
            quorum.bootstrapServers(),
            settings.taskManagers(),
            settings.slots(),
            members.stream().map(Supervised::member).toList());
    JsonFile.write(folder.state(), state);
  }

  /** Leaves a word about why it ends. */
  void fail(RuntimeException failure) {
    LOG.error("The cluster ends", failure);
    tell(Phase.FAILED, failure.getMessage());
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends Flink, then the brokers. */
  @Override
  public void close() {
    end(members.stream().filter(member -> member.role() != Role.BROKER).toList());
    end(members.stream().filter(member -> member.role() == Role.BROKER).toList());
  }

  private static void end(List<Supervised> ending) {
    ending.forEach(Supervised::askToEnd);
    ending.forEach(member -> member.awaitEnd(END));
  }
}
