/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.cli.UsageException;
import io.millrace.jobs.config.ConfigurationException;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.KafkaOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine.ParameterException;

class ClusterCommandTest {
  @TempDir Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("job.yaml"), text);
  }

  @Test
  void aSecretAmongTheArgumentsIsRefused() {
    ClusterCommand exposed =
        ClusterCommand.parse(
            "streaming-cnn",
            "-b",
            "broker:9092",
            "--set",
            "kafka.properties.sasl.jaas.config=PlainLoginModule required password=hush;");
    assertThatThrownBy(() -> exposed.configuration(exposed.known()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("kafka.properties.sasl.jaas.config holds a secret")
        .hasMessageContaining("--command-config")
        .message()
        .doesNotContain("hush");
    ClusterCommand referring =
        ClusterCommand.parse(
            "streaming-cnn",
            "-b",
            "broker:9092",
            "--set",
            "kafka.properties.sasl.jaas.config=${env:JAAS}");
    assertThat(referring.configuration(referring.known()).get(KafkaOptions.PROPERTIES))
        .containsEntry("sasl.jaas.config", "${env:JAAS}");
  }

  @ParameterizedTest
  @EnumSource(RunnableJob.class)
  void everyJobBuildsItsPipelineFromAFile(RunnableJob job) throws IOException {
    Path file =
        file(
            """
            millrace:
              kafka: {bootstrap-servers: "broker:9092"}
              job: {parallelism: 3}
              checkpoint: {dir: "file:///checkpoints"}
            """);
    String name = job.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');

    ClusterCommand program = ClusterCommand.parse(name, "--config", file.toString());
    JobConfiguration configuration = program.configuration(program.known());
    StreamExecutionEnvironment environment = program.known().environment(configuration);
    StreamGraph graph = environment.getStreamGraph();

    assertThat(program.known()).isEqualTo(job);
    assertThat(configuration.get(JobOptions.NAME)).isEqualTo(name);
    assertThat(configuration.get(KafkaOptions.GROUP_ID)).isEqualTo("millrace-" + name);
    assertThat(graph.getJobName()).isEqualTo(name);
    assertThat(environment.getParallelism()).isEqualTo(3);
    assertThat(environment.getConfiguration().get(PipelineOptions.GENERIC_TYPES)).isFalse();
    assertThat(environment.getConfiguration().get(CheckpointingOptions.CHECKPOINTS_DIRECTORY))
        .isEqualTo("file:///checkpoints");
  }

  @Test
  void overridesWinOverTheFile() throws IOException {
    Path file = file("millrace: {kafka: {bootstrap-servers: 'a:1'}}");

    ClusterCommand program =
        ClusterCommand.parse(
            "drift-moe", "--config", file.toString(), "--set", "kafka.bootstrap-servers=b:2");

    assertThat(program.configuration(program.known()).get(KafkaOptions.BOOTSTRAP_SERVERS))
        .isEqualTo("b:2");
  }

  @Test
  void aJobThatIsNotThereIsRefusedWithTheNamesOfThose() {
    assertThatThrownBy(() -> ClusterCommand.main(new String[] {"drift", "-b", "localhost:1"}))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("'drift'")
        .hasMessageContaining("drift-moe");
  }

  @Test
  void aConfigurationThatContradictsItselfIsRefusedBeforeAnyBrokerIsAsked() throws IOException {
    Path file =
        file("millrace: {kafka: {bootstrap-servers: 'nowhere.invalid:1', compression: rar}}");
    assertThatThrownBy(
            () -> ClusterCommand.main(new String[] {"drift-moe", "--config", file.toString()}))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("millrace.kafka.compression is 'rar'");
  }

  @Test
  void wrongArgumentsThrowAndDoNotEndTheProcess() {
    assertThatThrownBy(() -> ClusterCommand.main(new String[] {"drift-moe", "--savepoint", "x"}))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("--savepoint");
  }
}
