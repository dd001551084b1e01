/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.embedded;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** The configuration of a broker that is alone and shares its process with others. */
final class BrokerProperties {
  static final int NODE = 1;
  static final String CONTROLLER = "CONTROLLER";

  /** As properties of a listener write it. */
  static final String CONTROLLER_LISTENER = "controller";

  private BrokerProperties() {}

  static Properties of(
      Path directory, int port, int controllerPort, Map<String, String> overrides) {
    Properties p = new Properties();
    p.setProperty("process.roles", "broker,controller");
    p.setProperty("node.id", Integer.toString(NODE));
    p.setProperty("controller.listener.names", CONTROLLER);
    p.setProperty("controller.quorum.voters", NODE + "@localhost:" + controllerPort);
    p.setProperty(
        "listeners",
        "PLAINTEXT://localhost:" + port + "," + CONTROLLER + "://localhost:" + controllerPort);
    p.setProperty("advertised.listeners", "PLAINTEXT://localhost:" + port);
    p.setProperty(
        "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    p.setProperty("inter.broker.listener.name", "PLAINTEXT");
    p.setProperty("log.dirs", directory.toString());
    p.setProperty("auto.create.topics.enable", "false");
    p.setProperty("default.replication.factor", "1");
    p.setProperty("min.insync.replicas", "1");
    p.setProperty("offsets.topic.replication.factor", "1");
    p.setProperty("offsets.topic.num.partitions", "4");
    p.setProperty("transaction.state.log.replication.factor", "1");
    p.setProperty("transaction.state.log.min.isr", "1");
    p.setProperty("transaction.state.log.num.partitions", "4");
    p.setProperty("share.coordinator.state.topic.replication.factor", "1");
    p.setProperty("share.coordinator.state.topic.min.isr", "1");
    p.setProperty(
        "transaction.max.timeout.ms", Integer.toString(EmbeddedKafka.MAX_TRANSACTION_MILLIS));
    p.setProperty("group.initial.rebalance.delay.ms", "0");
    // Threads and buffers of a server that owns its machine would starve the jobs beside it.
    p.setProperty("num.network.threads", "2");
    p.setProperty("num.io.threads", "4");
    p.setProperty("background.threads", "2");
    p.setProperty("num.recovery.threads.per.data.dir", "1");
    p.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20));
    // The first snapshot takes 8 MiB of heap that stay: after an hour, as it would be else, that
    // looks like a leak.
    p.setProperty("metadata.log.max.snapshot.interval.ms", "300000");
    overrides.forEach(p::setProperty);
    return p;
  }
}
