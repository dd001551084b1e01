/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cluster.supervise;

import io.millrace.connectors.embedded.BrokerQuorum;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the processes listen, the same over their restarts.
 *
 * @param jobManager for task managers
 * @param rest for clients and browsers
 * @param brokers for clients and for each other
 */
record Ports(int jobManager, int rest, List<BrokerQuorum.Node> brokers) {
  private static final int ANSWER_MILLIS = 1000;

  /** Ports that nobody uses now. */
  static Ports free(String address, int brokers) {
    // All are held until the last is found, so that none is found twice.
    List<ServerSocket> held = new ArrayList<>();
    try {
      InetAddress local = InetAddress.getByName(address);
      for (int i = 0; i < 2 + 2 * brokers; i++) {
        held.add(new ServerSocket(0, 1, local));
      }
      List<BrokerQuorum.Node> nodes = new ArrayList<>();
      for (int i = 0; i < brokers; i++) {
        nodes.add(
            new BrokerQuorum.Node(
                held.get(2 + 2 * i).getLocalPort(), held.get(3 + 2 * i).getLocalPort()));
      }
      return new Ports(held.get(0).getLocalPort(), held.get(1).getLocalPort(), nodes);
    } catch (IOException e) {
      throw new UncheckedIOException("No ports are free on " + address, e);
    } finally {
      held.forEach(Ports::close);
    }
  }

  /** Whether somebody listens there. */
  static boolean isTaken(String address, int port) {
    try (Socket probe = new Socket()) {
      probe.connect(new InetSocketAddress(address, port), ANSWER_MILLIS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void close(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
