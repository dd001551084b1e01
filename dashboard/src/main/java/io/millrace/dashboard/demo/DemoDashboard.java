/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.demo;

import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.dashboard.http.DashboardServer;
import io.millrace.dashboard.http.ServerSettings;
import io.millrace.dashboard.live.LiveBoards;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.demo.page.LivePage;
import io.millrace.jobs.demo.page.PageFigures;
import io.millrace.jobs.demo.page.PageProvider;
import java.net.URI;
import java.util.Optional;

/** Brings the dashboard to the demo. */
public final class DemoDashboard implements PageProvider {
  private static final double PER_SECOND = 2000;

  @Override
  public LivePage open(KafkaConnection connection, URI flink, int port) {
    LiveBoards boards =
        new LiveBoards(connection, JobConfiguration.defaults(), Optional.of(flink), PER_SECOND);
    try {
      return new Served(boards, DashboardServer.start(ServerSettings.local(port), boards));
    } catch (RuntimeException e) {
      boards.close();
      throw e;
    }
  }

  private record Served(LiveBoards boards, DashboardServer server) implements LivePage {
    @Override
    public URI url() {
      return server.url();
    }

    @Override
    public PageFigures check() {
      return new PageCheck(server.url()).look();
    }

    @Override
    public void close() {
      server.close();
      boards.close();
    }
  }
}
