/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.supervise;

import io.millrace.connectors.embedded.BrokerQuorum;
import io.millrace.jobs.cluster.ClusterFolder;
import io.millrace.jobs.cluster.ClusterSettings;
import io.millrace.jobs.cluster.JavaCommand;
import io.millrace.jobs.cluster.Role;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

/** The commands that start the processes. */
final class Launch {
  private static final String MEMBER = "io.millrace.jobs.cluster.member.Member";
  private static final String BROKER = "io.millrace.jobs.cluster.member.Broker";
  private static final String JOB_MANAGER =
      "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
  private static final String TASK_MANAGER =
      "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
  private static final String METASPACE = "-XX:MaxMetaspaceSize=" + FlinkFiles.METASPACE + "m";

  private final ClusterFolder folder;
  private final ClusterSettings settings;
  private final BrokerQuorum quorum;

  Launch(ClusterFolder folder, ClusterSettings settings, BrokerQuorum quorum) {
    this.folder = folder;
    this.settings = settings;
    this.quorum = quorum;
  }

  static String name(Role role, int number) {
    return role == Role.JOB_MANAGER ? role.toString() : role + "-" + number;
  }

  /**
   * The command of a process.
   *
   * @param number among those of its kind, from 1
   */
  List<String> command(Role role, int number) {
    String name = name(role, number);
    ClusterSettings.Place place =
        settings
            .places()
            .getOrDefault(name, new ClusterSettings.Place(List.of(), settings.address()));
    List<String> words = new ArrayList<>(place.command());
    words.addAll(
        switch (role) {
          case BROKER ->
              java(name, settings.brokerMegabytes())
                  .flags("-XX:+UseSerialGC")
                  .running(
                      libraries(),
                      MEMBER,
                      arguments(
                          BROKER,
                          folder.broker(number).toString(),
                          Integer.toString(number),
                          quorum.clusterId(),
                          quorum.address(),
                          quorum.ports()));
          case JOB_MANAGER ->
              java(name, settings.jobManagerMegabytes())
                  .flags("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", METASPACE)
                  .running(
                      libraries(),
                      MEMBER,
                      arguments(
                          JOB_MANAGER,
                          "--configDir",
                          folder.configuration().toString(),
                          "--executionMode",
                          "cluster"));
          case TASK_MANAGER -> taskManager(name, place.address());
        });
    return words;
  }

  private List<String> taskManager(String name, String address) {
    int megabytes = settings.taskManagerMegabytes();
    return java(name, FlinkFiles.heap(megabytes))
        .flags(METASPACE, "-XX:MaxDirectMemorySize=" + FlinkFiles.direct(megabytes) + "m")
        .running(
            libraries(),
            MEMBER,
            arguments(
                TASK_MANAGER,
                "--configDir",
                folder.configuration().toString(),
                "-Dtaskmanager.resource-id=" + name,
                "-Dtaskmanager.host=" + address,
                "-Dtaskmanager.bind-host=" + address));
  }

  private JavaCommand java(String name, int heap) {
    return JavaCommand.marked(JavaCommand.mark(folder, name))
        .flags("-Xmx" + heap + "m", "-Dio.netty.tryReflectionSetAccessible=true")
        .log(FlinkFiles.log4jFile(folder), folder.log(name));
  }

  private String libraries() {
    return folder.libraries() + File.separator + "*";
  }

  private static List<String> arguments(String main, String... rest) {
    List<String> all = new ArrayList<>();
    all.add(Long.toString(ProcessHandle.current().pid()));
    all.add(main);
    all.addAll(List.of(rest));
    return all;
  }
}
