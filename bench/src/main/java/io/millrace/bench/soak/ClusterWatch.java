/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.soak;

import io.millrace.jobs.cluster.Cluster;
import io.millrace.jobs.cluster.ClusterFolder;
import io.millrace.jobs.cluster.ClusterState;
import io.millrace.jobs.cluster.ClusterState.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Looks at all processes and files of a cluster. */
final class ClusterWatch implements AutoCloseable {
  private final Cluster cluster;
  private final Map<Long, JvmProbe> probes = new HashMap<>();

  ClusterWatch(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * What there is now; nothing of a process that is just ending.
   *
   * @throws IOException when a process that lives cannot be looked into: it would count as flat
   */
  List<Sample> look(double seconds) throws IOException {
    List<Sample> seen = new ArrayList<>();
    ClusterState state = cluster.require();
    look(seconds, "supervisor", state.supervisor().pid(), seen);
    for (Member member : state.members()) {
      look(seconds, member.name(), member.mark().pid(), seen);
    }
    ClusterFolder folder = cluster.folder();
    seen.add(new Sample(seconds, Measure.ROCKSDB, "", FolderSize.ofTables(folder.temporary())));
    seen.add(new Sample(seconds, Measure.CHECKPOINTS, "", FolderSize.of(folder.checkpoints())));
    return seen;
  }

  private void look(double seconds, String name, long pid, List<Sample> seen) throws IOException {
    try {
      JvmProbe probe = probes.get(pid);
      if (probe == null) {
        probe = JvmProbe.attach(pid);
        probes.put(pid, probe);
      }
      seen.addAll(probe.look(seconds, name));
    } catch (IOException e) {
      JvmProbe lost = probes.remove(pid);
      if (lost != null) {
        lost.close();
      } else if (ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent()) {
        throw new IOException(name + " cannot be watched: " + e.getMessage(), e);
      }
    }
  }

  /** How often the supervisor had to start a process again. */
  int restarts() {
    return cluster.require().members().stream().mapToInt(Member::restarts).sum();
  }

  @Override
  public void close() {
    probes.values().forEach(JvmProbe::close);
  }
}
