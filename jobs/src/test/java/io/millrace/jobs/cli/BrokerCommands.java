/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.connectors.topics.Topics;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs commands as a user would call them, against brokers that are there. */
final class BrokerCommands {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String bootstrapServers;
  private final CapturedConsole captured = new CapturedConsole();

  BrokerCommands(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** What the last command wrote to standard output. */
  String out() {
    return captured.out();
  }

  /** What the last command wrote to standard error. */
  String err() {
    return captured.err();
  }

  /** Options that give a test topics of its own. */
  String[] names(String prefix) {
    List<String> options = new ArrayList<>(List.of("-b", bootstrapServers));
    Map<String, String> topics =
        Map.of(
            "signals", Topics.SIGNAL_FRAMES.name(),
            "predictions", Topics.SIGNAL_PREDICTIONS.name(),
            "late", Topics.SIGNAL_LATE.name(),
            "dead-letters", Topics.DEAD_LETTERS.name(),
            "models", Topics.MODELS.name(),
            "drift-instances", Topics.DRIFT_INSTANCES.name(),
            "drift-labels", Topics.DRIFT_LABELS.name(),
            "drift-predictions", Topics.DRIFT_PREDICTIONS.name(),
            "drift-reports", Topics.DRIFT_REPORTS.name(),
            "drift-unmatched-labels", Topics.DRIFT_UNMATCHED_LABELS.name());
    topics.forEach(
        (role, name) -> {
          options.add("--set");
          options.add("topics." + role + "=" + prefix + "." + name);
        });
    return options.toArray(String[]::new);
  }

  /** The same, for topics that exist then. */
  String[] created(String prefix) throws IOException {
    String[] names = names(prefix);
    json(with(names, "topics", "create", "--partitions", "signals=1,predictions=2"));
    return names;
  }

  /** The command, then the options of the first array. */
  static String[] with(String[] first, String... command) {
    List<String> all = new ArrayList<>();
    boolean more = command[0].startsWith("-");
    all.addAll(List.of(more ? first : command));
    all.addAll(List.of(more ? command : first));
    return all.toArray(String[]::new);
  }

  /** The one document that the command prints with --json; a missing node if it prints none. */
  JsonNode json(String... command) throws IOException {
    List<JsonNode> documents = lines(command);
    assertThat(documents).hasSizeLessThan(2);
    return documents.isEmpty() ? JSON.missingNode() : documents.get(0);
  }

  /** All documents that the command prints with --json; it must succeed. */
  List<JsonNode> lines(String... command) throws IOException {
    List<String> all = new ArrayList<>(List.of(command));
    all.add("--json");
    assertThat(run(all.toArray(String[]::new))).as("%s", captured.err()).isEqualTo(ExitCode.OK);
    try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(captured.out())) {
      return values.readAll();
    }
  }

  /** Its exit code. */
  int run(String... command) {
    captured.reset();
    return Millrace.commandLine(captured.console()).execute(command);
  }
}
