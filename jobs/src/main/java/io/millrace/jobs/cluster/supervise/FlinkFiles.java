/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.supervise;

import io.millrace.jobs.cluster.ClusterFolder;
import io.millrace.jobs.cluster.ClusterSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/** Flink's configuration for a cluster on this machine. */
final class FlinkFiles {
  /** Megabytes for classes. */
  static final int METASPACE = 192;

  private static final String LOG4J = "log4j2.xml";

  private FlinkFiles() {}

  /** Writes {@code config.yaml} and the configuration of log4j. */
  static void write(ClusterFolder folder, ClusterSettings settings, Ports ports) {
    StringBuilder yaml = new StringBuilder();
    options(folder, settings, ports)
        .forEach((key, value) -> yaml.append(key).append(": ").append(quote(value)).append('\n'));
    try (InputStream log4j = FlinkFiles.class.getResourceAsStream(LOG4J)) {
      Files.writeString(folder.configuration().resolve("config.yaml"), yaml);
      Files.copy(log4j, log4jFile(folder), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write to " + folder.configuration(), e);
    }
  }

  static java.nio.file.Path log4jFile(ClusterFolder folder) {
    return folder.configuration().resolve(LOG4J);
  }

  static Map<String, String> options(ClusterFolder folder, ClusterSettings settings, Ports ports) {
    Map<String, String> options = new TreeMap<>();
    String address = settings.address();
    options.put("jobmanager.rpc.address", address);
    options.put("jobmanager.rpc.port", Integer.toString(ports.jobManager()));
    options.put("jobmanager.bind-host", address);
    options.put("rest.address", address);
    options.put("rest.bind-address", address);
    options.put("rest.port", Integer.toString(ports.rest()));
    options.put("rest.bind-port", Integer.toString(ports.rest()));
    options.put("taskmanager.numberOfTaskSlots", Integer.toString(settings.slots()));
    options.put("web.submit.enable", "false");
    options.put("io.tmp.dirs", folder.temporary().toString());
    options.put("execution.checkpointing.dir", folder.checkpoints().toUri().toString());
    options.put(
        "execution.checkpointing.savepoint-dir",
        folder.checkpoints().resolve("savepoints").toUri().toString());
    options.put("execution.checkpointing.num-retained", "2");
    options.put(
        "classloader.parent-first-patterns.additional", "ai.djl.;io.millrace.models.tensor");
    // A lost process is noticed within seconds; a short pause of one is forgiven.
    options.put("heartbeat.interval", "2000");
    options.put("heartbeat.timeout", "14000");
    // A busy machine is no reason to give up.
    options.put("pekko.startup-timeout", "60 s");
    options.put("pekko.ask.timeout", "30 s");
    options.put("web.timeout", "60000");
    options.put("metrics.fetcher.update-interval", "1000");
    options.putAll(memory(settings.taskManagerMegabytes()));
    options.putAll(settings.flink());
    return options;
  }

  /** Half is heap; a task manager that is started without Flink's scripts wants every part. */
  static Map<String, String> memory(int megabytes) {
    Map<String, String> options = new TreeMap<>();
    options.put("taskmanager.cpu.cores", "1");
    options.put("taskmanager.memory.framework.heap.size", "128m");
    options.put("taskmanager.memory.task.heap.size", heap(megabytes) - 128 + "m");
    options.put("taskmanager.memory.framework.off-heap.size", "64m");
    options.put("taskmanager.memory.task.off-heap.size", spare(megabytes) + "m");
    options.put("taskmanager.memory.network.min", "64m");
    options.put("taskmanager.memory.network.max", "64m");
    options.put("taskmanager.memory.managed.size", spare(megabytes) + "m");
    options.put("taskmanager.memory.jvm-metaspace.size", METASPACE + "m");
    options.put("taskmanager.memory.jvm-overhead.min", "32m");
    options.put("taskmanager.memory.jvm-overhead.max", "32m");
    return options;
  }

  /** Megabytes of a task manager's heap. */
  static int heap(int megabytes) {
    return megabytes / 2;
  }

  /** Megabytes for RocksDB, and as many for native code: half of what nothing else takes. */
  private static int spare(int megabytes) {
    return (megabytes - heap(megabytes) - METASPACE - 160) / 2;
  }

  /** Megabytes outside the heap that buffers of a task manager may take. */
  static int direct(int megabytes) {
    return 128 + spare(megabytes);
  }

  private static String quote(String value) {
    return '\'' + value.replace("'", "''") + '\'';
  }
}
