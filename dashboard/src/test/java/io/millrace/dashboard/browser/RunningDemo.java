/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.dashboard.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.connectors.kafka.KafkaConnection;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The demo as a user starts it, with its page and its broker. */
final class RunningDemo implements AutoCloseable {
  private static final Pattern PAGE = Pattern.compile("watch it in a browser: (\\S+)");
  private static final Pattern BROKER = Pattern.compile("Kafka listens on ([^\\s,]+)");

  private final RunningCommand command;
  private final URI url;
  private final KafkaConnection connection;

  private RunningDemo(RunningCommand command) {
    this.command = command;
    url = URI.create(command.await(PAGE));
    connection = KafkaConnection.to(command.await(BROKER));
  }

  /**
   * Starts it and waits until its jobs run.
   *
   * @param folder for what it needs
   * @param arguments of the command
   */
  static RunningDemo start(Path folder, String... arguments) {
    List<String> all = new ArrayList<>(List.of("demo"));
    all.addAll(List.of(arguments));
    all.add("--json");
    return new RunningDemo(RunningCommand.start(folder, "2g", all));
  }

  /** Where its page is. */
  URI url() {
    return url;
  }

  KafkaConnection connection() {
    return connection;
  }

  /** Ends it as Ctrl-C does, and reads what it prints then. */
  JsonNode stop() throws IOException, InterruptedException {
    return new ObjectMapper().readTree(command.stop());
  }

  @Override
  public void close() {
    command.close();
  }
}
