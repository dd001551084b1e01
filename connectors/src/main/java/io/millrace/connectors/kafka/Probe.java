/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.kafka;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Locale;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * Looks at a broker from outside, once a client has waited for it in vain: brokers do not tell a
 * client of the wrong protocol what is wrong, they hang up.
 */
final class Probe {
  private static final int PATIENCE_MILLIS = 2000;

  private Probe() {}

  /** What is likely wrong, and the remedy. */
  static String look(KafkaConnection connection) {
    String server = connection.bootstrapServers().split(",", -1)[0].strip();
    int colon = server.lastIndexOf(':');
    String host = server.substring(0, Math.max(0, colon)).replaceAll("[\\[\\]]", "");
    int port;
    try {
      port = Integer.parseInt(server.substring(colon + 1));
    } catch (NumberFormatException e) {
      return server + " is no host:port: check bootstrap.servers";
    }
    if (!listens(host, port)) {
      return "nothing listens at " + server + ": is the broker running, and the address right?";
    }
    String protocol = connection.protocol().toUpperCase(Locale.ROOT);
    boolean tls = speaksTls(host, port);
    if (tls && !protocol.endsWith("SSL")) {
      return server
          + " speaks TLS, this client "
          + protocol
          + ": set security.protocol to SASL_SSL or SSL, and what comes with it";
    } else if (!tls && protocol.endsWith("SSL")) {
      return server
          + " speaks no TLS, this client "
          + protocol
          + ": set security.protocol to SASL_PLAINTEXT or PLAINTEXT";
    }
    return server
        + " listens, but does not answer a client with "
        + protocol
        + ": is the broker well, and does it want another security.protocol?";
  }

  private static boolean listens(String host, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
      return true;
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /** A certificate that is not trusted tells as much as one that is. Nothing is sent. */
  private static boolean speaksTls(String host, int port) {
    try (SSLSocket socket = (SSLSocket) SSLSocketFactory.getDefault().createSocket()) {
      socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.startHandshake();
      return true;
    } catch (SSLHandshakeException e) {
      // Who hangs up in mid-handshake need not have understood it.
      return !(e.getCause() instanceof IOException);
    } catch (IOException e) {
      return false;
    }
  }
}
