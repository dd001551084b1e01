/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import io.millrace.jobs.cluster.Cluster;
import io.millrace.jobs.cluster.ClusterState.Member;
import io.millrace.jobs.cluster.Role;
import io.millrace.jobs.cluster.Signal;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Processes that die or stand still. */
final class ProcessFaults implements Injector {
  private static final Set<FaultKind> KINDS =
      EnumSet.of(
          FaultKind.KILL_TASK_MANAGER,
          FaultKind.KILL_JOB_MANAGER,
          FaultKind.PAUSE_TASK_MANAGER,
          FaultKind.KILL_BROKER,
          FaultKind.PAUSE_BROKER);

  private final Cluster cluster;
  private final Map<Fault, Long> paused = new HashMap<>();

  ProcessFaults(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public boolean handles(FaultKind kind) {
    return KINDS.contains(kind);
  }

  @Override
  public void begin(Fault fault) throws SkippedException {
    ProcessHandle victim = victim(fault);
    switch (fault.kind()) {
      case PAUSE_TASK_MANAGER, PAUSE_BROKER -> {
        if (!new Signal(victim.pid()).pause()) {
          throw new SkippedException("there is no command 'kill' that stops processes");
        }
        paused.put(fault, victim.pid());
      }
      default -> victim.destroyForcibly();
    }
  }

  private ProcessHandle victim(Fault fault) throws SkippedException {
    Role role =
        switch (fault.kind()) {
          case KILL_JOB_MANAGER -> Role.JOB_MANAGER;
          case KILL_BROKER, PAUSE_BROKER -> Role.BROKER;
          default -> Role.TASK_MANAGER;
        };
    List<Member> members = cluster.require().members(role);
    Member member = members.get(fault.draw() % members.size());
    return member
        .mark()
        .find()
        .orElseThrow(() -> new SkippedException(member.name() + " was down already"));
  }

  @Override
  public void end(Fault fault) {
    Long pid = paused.remove(fault);
    if (pid != null) {
      new Signal(pid).proceed();
    }
  }

  @Override
  public void close() {
    new ArrayList<>(paused.keySet()).forEach(this::end);
  }
}
