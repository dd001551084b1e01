/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.publish;

import io.millrace.connectors.avro.SingleObjectFraming;
import io.millrace.connectors.kafka.KafkaConnection;
import io.millrace.connectors.kafka.RecordWriter;
import io.millrace.connectors.kafka.RecordWriters;
import io.millrace.connectors.store.ModelStore;
import io.millrace.connectors.store.StoreException;
import io.millrace.connectors.store.StoredBundle;
import io.millrace.connectors.topics.RecordTopic;
import io.millrace.connectors.topics.Topics;
import io.millrace.jobs.cli.BrokerOptions;
import io.millrace.jobs.cli.Console;
import io.millrace.jobs.cli.ExitCode;
import io.millrace.jobs.cli.MillraceCommand;
import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.TopicOptions;
import io.millrace.jobs.model.BundleException;
import io.millrace.jobs.topics.ExistingTopics;
import io.millrace.operators.model.Migration;
import io.millrace.schemas.ModelReference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.PluginUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Hands a model to the jobs that run. */
@Command(
    name = "publish",
    header = "Put a model into the store and have running jobs serve it.",
    description = {
      "Checks a bundle as a job would, copies it to STORE/NAME/VERSION, and announces it on the topic"
          + " of models: streaming-cnn takes versions of the model that it serves, temporal-graph"
          + " those of the model that millrace.graph.follow names.",
      "Publishing the same bundle again announces it again; other bytes need another version. Object"
          + " stores need Flink's plugins and settings, by FLINK_PLUGINS_DIR and FLINK_CONF_DIR.",
      "Exit code 3 if a job would refuse the bundle."
    })
final class PublishCommand extends MillraceCommand {
  @Mixin BrokerOptions brokers;

  @Parameters(
      paramLabel = "FOLDER",
      description =
          "The bundle: a folder with model.json, or with graph-model.json as 'train graph' writes it.")
  Path folder;

  @Option(
      names = "--store",
      required = true,
      paramLabel = "URI",
      description = "The model store: a folder that all task managers can read.")
  String store;

  @Option(
      names = "--migration",
      paramLabel = "WHAT",
      defaultValue = "reset",
      description =
          "What becomes of streams of streaming-cnn whose state fits the new model too: reset starts"
              + " them anew, keep goes on with it.")
  String migration;

  PublishCommand(Console console) {
    super(console);
  }

  /**
   * What was announced.
   *
   * @param bytes of all files
   * @param topic that it was announced on
   */
  private record Published(
      String model,
      String version,
      String task,
      String uri,
      String sha256,
      long bytes,
      String topic) {}

  @Override
  public Integer call() throws IOException {
    JobConfiguration configuration = brokers.configuration();
    Migration wanted = migration();
    CheckedBundle bundle;
    try {
      bundle = CheckedBundle.of(folder, configuration);
    } catch (BundleException e) {
      console.note("millrace publish: %s", e.getMessage());
      return ExitCode.NOT_ACCEPTED;
    }
    Published published = publish(bundle, wanted, configuration);
    if (json) {
      console.json(published);
    } else {
      console.line(
          "%s/%s is at %s and announced on %s",
          published.model(), published.version(), published.uri(), published.topic());
    }
    return ExitCode.OK;
  }

  private Published publish(
      CheckedBundle bundle, Migration wanted, JobConfiguration configuration) {
    KafkaConnection connection = BrokerOptions.connection(configuration);
    String topic = configuration.get(TopicOptions.MODELS);
    StoredBundle stored;
    try {
      ExistingTopics.require(connection, Map.of(topic, Topics.MODELS));
      stored = store().put(bundle.name(), bundle.version(), folder);
    } catch (StoreException | IllegalArgumentException e) {
      throw new UsageException(e.getMessage());
    }
    announce(stored, bundle.task(), wanted, connection, topic);
    return new Published(
        stored.name(),
        stored.version(),
        bundle.task(),
        stored.uri(),
        stored.sha256(),
        stored.size(),
        topic);
  }

  private ModelStore store() {
    Configuration flink = GlobalConfiguration.loadConfiguration();
    FileSystem.initialize(flink, PluginUtils.createPluginManagerFromRootFolder(flink));
    return ModelStore.at(store);
  }

  private static void announce(
      StoredBundle stored,
      String task,
      Migration migration,
      KafkaConnection connection,
      String topic) {
    ModelReference reference =
        ModelReference.newBuilder()
            .setModel(stored.name())
            .setVersion(stored.version())
            .setUri(stored.uri())
            .setSha256(stored.sha256())
            .setPublishedAt(Instant.now())
            .setMigration(migration.label())
            .setTask(task)
            .build();
    RecordWriter<ModelReference> writer = RecordWriters.models(SingleObjectFraming.released());
    try (RecordTopic models = new RecordTopic(connection, Topics.MODELS.withName(topic))) {
      models.send(writer.key(reference), writer.value(reference));
      models.flush();
    }
  }

  private Migration migration() {
    try {
      return Migration.parse(migration);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--migration: " + e.getMessage());
    }
  }
}
