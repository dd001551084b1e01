/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.cli;

import io.millrace.dashboard.http.DashboardServer;
import io.millrace.dashboard.http.ServerSettings;
import io.millrace.dashboard.live.LiveBoards;
import io.millrace.jobs.cli.BrokerOptions;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.Interrupt;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.config.DashboardOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.check.ConfigurationValidator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves the page. */
@Command(
    name = "dashboard",
    header = "Watch all jobs in a browser.",
    description = {
      "Follows the output topics and serves a page that shows them live. It reads committed records "
          + "only, in no group, and keeps nothing but the newest of them. Listens on this machine alone "
          + "unless told otherwise; to let others in, set a token and TLS. Ctrl-C ends it.",
      "All of it can be set in --config, as millrace.dashboard.*; the command line comes first."
    })
final class DashboardCommand extends MillraceCommand {
  @Mixin BrokerOptions brokers;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of the page, 0 for any free one; 8080 where nothing sets it.")
  Integer port;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description = "Address to listen on; others than this machine's own need --token-file.")
  String host;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = "Holds what a browser has to know: http://.../?token=...")
  Path tokenFile;

  @Option(
      names = "--keystore",
      paramLabel = "FILE",
      description = "PKCS12 or JKS file with key and certificate: serves HTTPS.")
  Path keyStore;

  @Option(
      names = "--keystore-password-file",
      paramLabel = "FILE",
      description = "Holds the password of the key store.")
  Path keyStorePassword;

  @Option(
      names = "--flink",
      paramLabel = "URL",
      description =
          "Flink's REST server, such as http://localhost:8081: shows states, checkpoints, restarts.")
  String flink;

  @Option(
      names = "--max-events",
      paramLabel = "N",
      description =
          "Records of a topic that are shown per second, 2000 where nothing sets it; more are"
              + " counted, not shown.")
  Integer maxEvents;

  DashboardCommand(Console console) {
    super(console);
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    JobConfiguration configuration = configuration();
    ServerSettings settings = settings(configuration);
    try (Interrupt interrupt = Interrupt.listen();
        LiveBoards boards =
            new LiveBoards(
                BrokerOptions.connection(configuration),
                configuration,
                DashboardOptions.flink(configuration),
                configuration.get(DashboardOptions.MAX_EVENTS));
        DashboardServer server = DashboardServer.start(settings, boards)) {
      if (json) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("url", server.url().toString());
        console.jsonLine(document);
      } else {
        console.line("the dashboard is at %s", server.url());
      }
      console.out().flush();
      while (!interrupt.await(1, TimeUnit.HOURS)) {
        // Nothing to do but serve.
      }
    }
    return ExitCode.OK;
  }

  /** Of the file, and over it of the command line. */
  private JobConfiguration configuration() {
    JobConfiguration all =
        brokers
            .configuration()
            .overridden(DashboardOptions.HOST, host)
            .overridden(DashboardOptions.PORT, port)
            .overridden(DashboardOptions.TOKEN_FILE, text(tokenFile))
            .overridden(DashboardOptions.KEYSTORE, text(keyStore))
            .overridden(DashboardOptions.KEYSTORE_PASSWORD_FILE, text(keyStorePassword))
            .overridden(DashboardOptions.FLINK, flink)
            .overridden(DashboardOptions.MAX_EVENTS, maxEvents);
    ConfigurationValidator.validate(all);
    return all;
  }

  private static String text(Object value) {
    return value == null ? null : value.toString();
  }

  private static ServerSettings settings(JobConfiguration configuration) throws IOException {
    Optional<String> token = word(configuration.find(DashboardOptions.TOKEN_FILE));
    Optional<String> password = word(configuration.find(DashboardOptions.KEYSTORE_PASSWORD_FILE));
    try {
      return new ServerSettings(
          configuration.get(DashboardOptions.HOST),
          configuration.get(DashboardOptions.PORT),
          token,
          configuration.find(DashboardOptions.KEYSTORE).map(Path::of),
          password);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
  }

  private static Optional<String> word(Optional<String> file) throws IOException {
    return file.isEmpty()
        ? Optional.empty()
        : Optional.of(Files.readString(Path.of(file.get())).strip());
  }
}
