/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.cli;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.dashboard.health.Health;
import io.millrace.dashboard.live.LiveBoards;
import io.millrace.jobs.cli.BrokerOptions;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.Interrupt;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.config.DashboardOptions;
import io.millrace.jobs.config.JobConfiguration;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The dashboard's overview, once, for a terminal or a program. */
@Command(
    name = "status",
    header = "Tell how all jobs are.",
    description =
        "Looks at the topics for some seconds and prints the dashboard's overview: rates, latency,"
            + " lag, and what is wrong and what helps. Ends with 1 when something needs action now.")
final class StatusCommand extends MillraceCommand {
  private static final double PER_SECOND = 2000;

  @Mixin BrokerOptions brokers;

  @Option(
      names = "--flink",
      paramLabel = "URL",
      description = "Flink's REST server, such as http://localhost:8081.")
  String flink;

  @Option(names = "--seconds", paramLabel = "N", description = "How long it looks.")
  int seconds = 8;

  StatusCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (seconds < 1 || seconds > 600) {
      throw new UsageException("--seconds is " + seconds + ": give 1 to 600");
    }
    JobConfiguration configuration =
        brokers.configuration().overridden(DashboardOptions.FLINK, flink);
    Optional<URI> address = DashboardOptions.flink(configuration);
    Health.Overview overview;
    try (Interrupt interrupt = Interrupt.listen();
        LiveBoards boards =
            new LiveBoards(
                BrokerOptions.connection(configuration), configuration, address, PER_SECOND)) {
      boolean unused = interrupt.await(seconds, TimeUnit.SECONDS);
      overview = boards.overview();
    }
    if (json) {
      console.json(
          JsonMapper.builder()
              .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
              .build()
              .valueToTree(overview));
    } else {
      new StatusTable(overview).lines().forEach(line -> console.line("%s", line));
    }
    return overview.state().equals("bad") ? ExitCode.FAILURE : ExitCode.OK;
  }
}
