/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.cli.Console;
import io.millrace.jobs.config.ConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class StatusCommandTest {
  private final PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);

  @ParameterizedTest
  @ValueSource(strings = {"--flink=localhost:8081", "--set=dashboard.flink=localhost:8081"})
  void whatNoWebAddressIsIsRefusedBeforeAnybodyIsAsked(String flink) {
    StatusCommand command = new StatusCommand(new Console(nowhere, nowhere, false));
    new CommandLine(command).parseArgs("-b", "localhost:1", flink);

    assertThatThrownBy(command::call)
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "millrace.dashboard.flink is 'localhost:8081', which no web address is: write"
                + " http://localhost:8081");
  }
}
