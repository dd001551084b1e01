/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.demo.page;

import io.millrace.connectors.kafka.KafkaConnection;
import java.net.URI;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Opens a page that shows all jobs. A module names its implementation in {@code
 * META-INF/services/io.millrace.jobs.demo.page.PageProvider}.
 */
public interface PageProvider {
  /**
   * Begins to serve the page on this machine alone.
   *
   * @param flink address of Flink's REST server
   * @param port 0 for any
   * @throws IllegalStateException when the port is taken
   */
  LivePage open(KafkaConnection connection, URI flink, int port);

  /** The one there is. */
  static Optional<PageProvider> find() {
    return ServiceLoader.load(PageProvider.class).findFirst();
  }
}
