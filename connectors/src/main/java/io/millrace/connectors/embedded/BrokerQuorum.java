/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.embedded;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Several brokers, each in a process of its own, that are one cluster. Every one of them is a
 * controller, too. From three on, internal topics have three replicas.
 *
 * @param clusterId the same for all and for ever, as {@link #newClusterId} makes it
 * @param address that all listen on
 * @param nodes in the order of their numbers, which begin with 1
 */
public record BrokerQuorum(String clusterId, String address, List<Node> nodes) {
  private static final int MOST_REPLICAS = 3;

  /**
   * A broker.
   *
   * @param port for clients
   * @param controllerPort for the others' controllers
   */
  public record Node(int port, int controllerPort) {}

  public BrokerQuorum {
    nodes = List.copyOf(nodes);
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException("a quorum of no brokers: give one at least");
    }
  }

  /** An id for a cluster that begins. */
  public static String newClusterId() {
    return org.apache.kafka.common.Uuid.randomUuid().toString();
  }

  /**
   * Reads what {@link #ports} wrote.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static BrokerQuorum parse(String clusterId, String address, String ports) {
    List<Node> nodes = new ArrayList<>();
    for (String pair : ports.split(",", -1)) {
      String[] parts = pair.split(":", -1);
      if (parts.length != 2) {
        throw new IllegalArgumentException("'" + pair + "' is no PORT:CONTROLLER-PORT");
      }
      nodes.add(new Node(Integer.parseInt(parts[0]), Integer.parseInt(parts[1])));
    }
    return new BrokerQuorum(clusterId, address, nodes);
  }

  /** All ports in one word. */
  public String ports() {
    return nodes.stream()
        .map(node -> node.port() + ":" + node.controllerPort())
        .collect(Collectors.joining(","));
  }

  /** Where clients connect. */
  public String bootstrapServers() {
    return nodes.stream().map(node -> address + ":" + node.port()).collect(Collectors.joining(","));
  }

  /** What broker {@code number} has in its configuration besides what a single one has. */
  Map<String, String> properties(int number) {
    Node node = nodes.get(number - 1);
    List<String> voters = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      voters.add((i + 1) + "@" + address + ":" + nodes.get(i).controllerPort());
    }
    String client = "PLAINTEXT://" + address + ":" + node.port();
    Map<String, String> properties = new HashMap<>();
    properties.put("node.id", Integer.toString(number));
    properties.put("controller.quorum.voters", String.join(",", voters));
    properties.put(
        "listeners",
        client + "," + BrokerProperties.CONTROLLER + "://" + address + ":" + node.controllerPort());
    properties.put("advertised.listeners", client);
    String replicas = Integer.toString(nodes.size() < MOST_REPLICAS ? 1 : MOST_REPLICAS);
    String inSync = nodes.size() < MOST_REPLICAS ? "1" : "2";
    properties.put("default.replication.factor", replicas);
    properties.put("offsets.topic.replication.factor", replicas);
    properties.put("transaction.state.log.replication.factor", replicas);
    properties.put("share.coordinator.state.topic.replication.factor", replicas);
    properties.put("min.insync.replicas", inSync);
    properties.put("transaction.state.log.min.isr", inSync);
    properties.put("share.coordinator.state.topic.min.isr", inSync);
    return properties;
  }
}
