/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.embedded.BrokerQuorum;
import io.millrace.jobs.cluster.ClusterFolder;
import io.millrace.jobs.cluster.ClusterSettings;
import io.millrace.jobs.cluster.Role;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LaunchTest {
  private static final ClusterFolder FOLDER = new ClusterFolder(Path.of("/some/where"));
  private static final Ports PORTS =
      new Ports(1, 2, List.of(new BrokerQuorum.Node(3, 4), new BrokerQuorum.Node(5, 6)));
  private static final BrokerQuorum QUORUM = new BrokerQuorum("id", "localhost", PORTS.brokers());

  @Test
  void everyCommandSaysWhoseItIsAndWhereItsLogIs() {
    Launch launch = new Launch(FOLDER, ClusterSettings.DEFAULT, QUORUM);

    assertThat(launch.command(Role.TASK_MANAGER, 2))
        .contains(
            "-Dmillrace.member=taskmanager-2@/some/where",
            "-Dmillrace.log=/some/where/logs/taskmanager-2.log",
            "-Dtaskmanager.resource-id=taskmanager-2",
            "-Xmx768m");
    assertThat(launch.command(Role.BROKER, 2))
        .endsWith("/some/where/kafka/broker-2", "2", "id", "localhost", "3:4,5:6");
    assertThat(launch.command(Role.JOB_MANAGER, 1))
        .contains(Long.toString(ProcessHandle.current().pid()), "/some/where/lib/*");
  }

  @Test
  void aTaskManagerMayLiveElsewhere() {
    ClusterSettings settings =
        ClusterSettings.DEFAULT.withPlaces(
            Map.of(
                "taskmanager-1",
                new ClusterSettings.Place(List.of("ip", "netns", "exec", "cut"), "10.0.0.2")));
    Launch launch = new Launch(FOLDER, settings, QUORUM);

    assertThat(launch.command(Role.TASK_MANAGER, 1))
        .startsWith("ip", "netns", "exec", "cut")
        .contains("-Dtaskmanager.host=10.0.0.2", "-Dtaskmanager.bind-host=10.0.0.2");
    assertThat(launch.command(Role.TASK_MANAGER, 2)).contains("-Dtaskmanager.host=localhost");
  }

  @ParameterizedTest
  @ValueSource(ints = {896, 1024, 1536, 4096})
  void flinkAcceptsTheMemoryOfATaskManagerAndItFits(int megabytes) {
    Map<String, String> options =
        FlinkFiles.options(
            FOLDER, ClusterSettings.DEFAULT.withTaskManagerMegabytes(megabytes), PORTS);

    TaskExecutorProcessSpec spec =
        TaskExecutorProcessUtils.processSpecFromConfig(Configuration.fromMap(options));

    assertThat(spec.getJvmHeapMemorySize().getMebiBytes()).isEqualTo(FlinkFiles.heap(megabytes));
    assertThat(spec.getJvmDirectMemorySize().getMebiBytes())
        .isLessThanOrEqualTo(FlinkFiles.direct(megabytes));
    assertThat(spec.getTotalProcessMemorySize().getMebiBytes()).isLessThanOrEqualTo(megabytes);
  }

  @Test
  void ownOptionsOfFlinkWin() {
    ClusterSettings settings =
        ClusterSettings.DEFAULT.withFlink(Map.of("heartbeat.interval", "500"));

    assertThat(FlinkFiles.options(FOLDER, settings, PORTS))
        .containsEntry("heartbeat.interval", "500")
        .containsEntry("rest.port", "2")
        .containsEntry("jobmanager.rpc.port", "1");
  }

  @Test
  void freePortsDiffer() {
    Ports ports = Ports.free("localhost", 3);

    Set<Integer> all = new HashSet<>(Set.of(ports.jobManager(), ports.rest()));
    ports.brokers().forEach(node -> all.addAll(List.of(node.port(), node.controllerPort())));

    assertThat(all).hasSize(8).allMatch(port -> !Ports.isTaken("localhost", port));
  }
}
