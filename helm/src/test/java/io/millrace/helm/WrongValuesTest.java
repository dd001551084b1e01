/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong is told before anything reaches a cluster, by the value's name. */
class WrongValuesTest {
  private static final Values SMALL = Values.fixture("small");

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          jobs/streaming-cnn/parallelism            | two                     | /jobs/streaming-cnn/parallelism
          jobs/streaming-cnn/parallelism            | 0                       | /jobs/streaming-cnn/parallelism
          jobs/streaming-cnn/paralelism             | 2                       | paralelism
          jobs/streaming-rnn/enabled                | true                    | streaming-rnn
          jobs/streaming-cnn/upgradeMode            | rolling                 | /jobs/streaming-cnn/upgradeMode
          jobs/streaming-cnn/taskManager/memory     | lots                    | /jobs/streaming-cnn/taskManager/memory
          jobs/streaming-cnn/taskManager/cpu        | 0                       | /jobs/streaming-cnn/taskManager/cpu
          jobs/streaming-cnn/gpu/count              | half                    | /jobs/streaming-cnn/gpu/count
          jobs/streaming-cnn/gpu/resourceName       | gpu                     | /jobs/streaming-cnn/gpu/resourceName
          jobDefaults/savepointInterval             | daily                   | /jobDefaults/savepointInterval
          kafka/bootstrapServers                    | kafka                   | /kafka/bootstrapServers
          kafka/security/protocol                   | TLS                     | /kafka/security/protocol
          kafka/security/jaas/password              | swordfish               | password
          storage/uri                               | bucket/state            | /storage/uri
          flink/version                             | v1_20                   | /flink/version
          fullnameOverride                          | Millrace                | /fullnameOverride
          topics/strimzi/partitions                 | {signals: 0}            | /topics/strimzi/partitions/signals
          monitoring/podMonitor/interval            | often                   | /monitoring/podMonitor/interval
          networkPolicy/kafka/ports                 | [99999]                 | /networkPolicy/kafka/ports/0
          jobs/streaming-cnn/millrace/bundle/size   | many                    | /jobs/streaming-cnn/millrace/bundle/size
          jobs/streaming-cnn/millrace/bundle/sise   | 3                       | sise
          jobs/streaming-cnn/millrace/kafka/delivery | maybe                  | /jobs/streaming-cnn/millrace/kafka/delivery
          jobDefaults/millrace/checkpoint/interval  | often                   | /jobDefaults/millrace/checkpoint/interval
          """)
  void theSchemaNamesTheValue(String path, String value, String named) {
    assertThatThrownBy(() -> Chart.render(SMALL.with(path, value)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(named);
  }

  @ParameterizedTest(name = "{0} = {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          kafka/bootstrapServers                     | ''                    | kafka.bootstrapServers is empty
          storage/uri                                | ''                    | storage.uri is empty
          jobs/streaming-cnn/parallelism             | 200                   | jobs.streaming-cnn.parallelism is 200
          kafka/security/protocol                    | SASL_SSL              | kafka.security.jaas.secretName is empty
          kafka/security/jaas/secretName             | user                  | kafka.security.jaas.secretName is "user"
          kafka/security/ca/secretName               | ca                    | kafka.security.ca
          jobs/streaming-cnn/millrace/job            | {parallelism: 2}      | jobs.streaming-cnn.millrace.job.parallelism
          jobDefaults/millrace/checkpoint/dir        | s3://x/y              | millrace.checkpoint.dir
          jobDefaults/millrace/kafka                 | {bootstrap-servers: a:1} | millrace.kafka.bootstrap-servers
          jobDefaults/millrace/kafka/properties      | {sasl.jaas.config: x} | millrace.kafka.properties.sasl.jaas.config
          jobDefaults/millrace/kafka/properties      | {ssl.key.password: x} | millrace.kafka.properties.ssl.key.password
          flink/configuration                        | {high-availability.type: none} | high-availability.type
          jobs/streaming-cnn/flinkConfiguration      | {parallelism.default: 4} | parallelism.default
          monitoring                                 | {prometheus: {enabled: false}, podMonitor: {enabled: true}} | monitoring.podMonitor.enabled
          dashboard/enabled                          | true                  | dashboard.token.secretName is empty
          topics/strimzi/enabled                     | true                  | topics.strimzi.cluster is empty
          topics/strimzi                             | {enabled: true, cluster: k, partitions: {signal: 3}} | topics.strimzi.partitions.signal
          fullnameOverride                           | a-name-of-24-characters- | fullnameOverride
          """)
  void whatTheSchemaCannotSeeIsToldWithARemedy(String path, String value, String told) {
    assertThatThrownBy(() -> Chart.render(SMALL.with(path, value)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(told);
  }

  @Test
  void aReleaseWhoseNameIsTooLongForFlinkIsRefused() {
    assertThatThrownBy(() -> Chart.render(SMALL, "a-release-of-some-length"))
        .hasMessageContaining("a-release-of-some-length-millrace")
        .hasMessageContaining("fullnameOverride");
  }

  @Test
  void aGpuThatNoKernelWouldUseIsRefused() {
    Values values =
        SMALL
            .with("jobs/streaming-cnn/gpu/enabled", "true")
            .with("jobs/streaming-cnn/millrace/model/compute", "plain");

    assertThatThrownBy(() -> Chart.render(values))
        .hasMessageContaining("jobs.streaming-cnn.gpu.enabled is true")
        .hasMessageContaining("set it to auto or djl");
  }

  @Test
  void topicsOfOneJobAloneAreRefusedWhereStrimziMakesThemForAll() {
    Values values =
        SMALL
            .with("topics/strimzi", "{enabled: true, cluster: k}")
            .with("jobs/streaming-cnn/millrace/topics/signals", "mine");

    assertThatThrownBy(() -> Chart.render(values))
        .hasMessageContaining("jobDefaults.millrace.topics.signals");
  }

  @Test
  void topicsOfOneJobAloneAreRefusedWhereTheDashboardFollowsThoseOfSeveral() {
    Values values =
        SMALL
            .with("dashboard", "{enabled: true, token: {secretName: t}}")
            .with("jobs/drift-moe/enabled", "true")
            .with("jobs/streaming-cnn/millrace/topics/dead-letters", "mine");

    assertThatThrownBy(() -> Chart.render(values))
        .hasMessageContaining("jobs.streaming-cnn.millrace.topics.dead-letters is \"mine\"")
        .hasMessageContaining("jobs.drift-moe")
        .hasMessageContaining("set jobDefaults.millrace.topics.dead-letters");
  }

  @Test
  void everyFieldOfTheDefaultsIsInTheSchema() {
    // The schema is closed: the defaults would not render if it lacked one of them.
    assertThat(Chart.render(Values.none()).objects()).isNotEmpty();
    for (String path :
        List.of("image", "kafka/security", "storage/s3", "jobDefaults", "dashboard")) {
      assertThatThrownBy(() -> Chart.render(Values.none().with(path + "/unheardOf", "1")))
          .hasMessageContaining("unheardOf");
    }
  }
}
