/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.connectors.topics.TopicAdmin;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.config.CheckpointOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import io.millrace.jobs.embedded.EmbeddedFlink;
import io.millrace.jobs.harness.SecuredBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** A secured broker with all topics, a cluster, and the command line in front of both. */
final class SecuredSetup implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SecuredBroker broker;
  private final EmbeddedFlink flink;
  private final CapturedConsole captured = new CapturedConsole();

  SecuredSetup(Path folder, String... users) throws IOException {
    broker = new SecuredBroker(folder.resolve("broker"), users);
    try (TopicAdmin admin =
        TopicAdmin.connect(broker.connection(SecuredBroker.ADMINISTRATOR), PATIENCE)) {
      admin.create(Topics.all().stream().map(topic -> topic.withPartitions(2)).toList());
    }
    flink =
        EmbeddedFlink.start(
            Files.createDirectories(folder.resolve("flink")), 1, 4, new Configuration());
  }

  SecuredBroker broker() {
    return broker;
  }

  EmbeddedFlink flink() {
    return flink;
  }

  /** A job of its own name, as its user, that fails at the first failure. */
  JobConfiguration configuration(String job, String user) {
    return JobConfiguration.defaults()
        .with(JobOptions.PARALLELISM, 1)
        .with(KafkaOptions.BOOTSTRAP_SERVERS, broker.servers())
        .with(KafkaOptions.PROPERTIES_FILE, broker.file(user).toString())
        .with(CheckpointOptions.INTERVAL, Duration.ofMillis(500))
        .with(CheckpointOptions.RESTART_ATTEMPTS, 0)
        .named(job);
  }

  /** Two patients, twenty seconds each. */
  void produce(String user, int seed) throws IOException {
    lines(
        user,
        "produce",
        "--synthetic",
        "--streams",
        "2",
        "--seconds",
        "20",
        "--seed",
        Integer.toString(seed),
        "--prefix",
        "s" + seed + "-",
        "--as-fast-as-possible");
  }

  /** The ACLs of {@code topics acls}, as its JSON document names them. */
  List<AclBinding> printed(String job, String user) throws IOException {
    assertThat(run("topics", "acls", "--job", job, "--principal", "User:" + user, "--json"))
        .as("%s", captured.err())
        .isEqualTo(ExitCode.OK);
    List<AclBinding> acls = new ArrayList<>();
    for (JsonNode acl : JSON.readTree(captured.out()).path("acls")) {
      acls.add(
          new AclBinding(
              new ResourcePattern(
                  ResourceType.fromString(acl.path("resource").asText()),
                  acl.path("name").asText(),
                  PatternType.valueOf(acl.path("pattern").asText().toUpperCase(Locale.ROOT))),
              new AccessControlEntry(
                  acl.path("principal").asText(),
                  "*",
                  AclOperation.fromString(acl.path("operation").asText()),
                  AclPermissionType.ALLOW)));
    }
    return acls;
  }

  /** Lets a user write a topic, and no more. */
  void letWrite(String user, String topic) throws Exception {
    broker.grant(
        List.of(
            new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry(
                    "User:" + user, "*", AclOperation.WRITE, AclPermissionType.ALLOW))));
  }

  /** A command as a user whom the brokers know, with its documents. */
  List<JsonNode> lines(String user, String... command) throws IOException {
    List<String> all = new ArrayList<>(List.of(command));
    all.add("--json");
    assertThat(runWith(broker.file(user), all)).as("%s", captured.err()).isEqualTo(ExitCode.OK);
    try (var values = JSON.readerFor(JsonNode.class).<JsonNode>readValues(captured.out())) {
      return values.readAll();
    }
  }

  /** A command with a file of client properties, or none. */
  int runWith(Path properties, List<String> command) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of("-b", broker.servers()));
    if (properties != null) {
      all.addAll(List.of("--command-config", properties.toString()));
    }
    return run(all.toArray(String[]::new));
  }

  private int run(String... command) {
    captured.reset();
    return Millrace.commandLine(captured.console()).execute(command);
  }

  String out() {
    return captured.out();
  }

  String err() {
    return captured.err();
  }

  @Override
  public void close() {
    flink.close();
    broker.close();
  }
}
