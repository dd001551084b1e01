/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.http;

import io.millrace.jobs.config.DashboardOptions;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where and for whom the server listens.
 *
 * @param host name or address to bind to
 * @param port 0 for any
 * @param token that a browser has to know; empty for none
 * @param keyStore with the certificate for TLS; empty for plain HTTP
 * @param keyStorePassword of it
 */
public record ServerSettings(
    String host,
    int port,
    Optional<String> token,
    Optional<Path> keyStore,
    Optional<String> keyStorePassword) {
  private static final int SHORTEST_TOKEN = 16;

  public ServerSettings {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port " + port + ": give 0 to 65535, 0 for any free one");
    }
    if (token.isPresent() && token.get().length() < SHORTEST_TOKEN) {
      throw new IllegalArgumentException(
          "the token has "
              + token.get().length()
              + " characters: give "
              + SHORTEST_TOKEN
              + " or more, such as those of 'openssl rand -hex 16'");
    }
    if (!DashboardOptions.isLoopback(host) && token.isEmpty()) {
      throw new IllegalArgumentException(
          "host "
              + host
              + " is open to others, but there is no token: set one, or listen on 127.0.0.1");
    }
  }

  /** Plain HTTP on the loopback address. */
  public static ServerSettings local(int port) {
    return new ServerSettings(
        "127.0.0.1", port, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** Without the token and the password. */
  @Override
  public String toString() {
    return "ServerSettings["
        + host
        + ":"
        + port
        + (token.isPresent() ? ", with a token" : "")
        + (keyStore.isPresent() ? ", over TLS" : "")
        + "]";
  }
}
