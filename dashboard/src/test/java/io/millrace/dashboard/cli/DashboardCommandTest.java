/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.config.ConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What is refused before anything listens. */
class DashboardCommandTest {
  private final PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);

  @TempDir Path folder;

  private AbstractThrowableAssert<?, ?> refused(String... arguments) {
    DashboardCommand command = new DashboardCommand(new Console(nowhere, nowhere, false));
    new CommandLine(command).parseArgs(arguments);
    return assertThatThrownBy(command::call);
  }

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  @Test
  void theFileAndTheCommandLineAreCheckedAlike() throws IOException {
    Path file =
        file(
            "c.yaml",
            """
            millrace:
              kafka.bootstrap-servers: localhost:1
              dashboard:
                host: 0.0.0.0
                keystore: /page.p12
            """);

    refused("--config", file.toString())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("millrace.dashboard.host is '0.0.0.0'")
        .hasMessageContaining("millrace.dashboard.keystore is '/page.p12'");
    refused("-b", "localhost:1", "--host", "0.0.0.0", "--keystore", "/page.p12")
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("millrace.dashboard.host is '0.0.0.0'")
        .hasMessageContaining("millrace.dashboard.keystore is '/page.p12'");
    refused("-b", "localhost:1", "--port", "70000").hasMessageContaining("'70000'");
    refused("-b", "localhost:1", "--max-events", "0").hasMessageContaining("1 or more");
  }

  @Test
  void theCommandLineComesFirst() throws IOException {
    Path file =
        file(
            "c.yaml",
            """
            millrace.kafka.bootstrap-servers: localhost:1
            millrace.dashboard.port: 70000
            millrace.dashboard.flink: http://flink:8081
            """);

    refused("--config", file.toString(), "--port", "0", "--flink", "ftp://flink")
        .hasMessageContaining("millrace.dashboard.flink is 'ftp://flink'")
        .hasMessageNotContaining("70000");
  }

  @Test
  void aShortTokenIsRefusedWithoutBeingShown() throws IOException {
    Path token = file("token", "hunter2\n");

    refused("-b", "localhost:1", "--host", "0.0.0.0", "--token-file", token.toString())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("7 characters")
        .hasMessageNotContaining("hunter2");
    refused("-b", "localhost:1", "--set", "dashboard.token-file=" + folder.resolve("none"))
        .isInstanceOf(NoSuchFileException.class);
  }
}
