/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.jobs.config.ConfigurationException;
import io.millrace.jobs.config.ConfigurationException.Problem;
import io.millrace.jobs.config.ConfigurationLoader;
import io.millrace.jobs.config.JobConfiguration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationValidatorTest {
  @Test
  void theDefaultsWithABrokerAreAccepted() {
    assertThat(problems()).isEmpty();
  }

  @Test
  void theBrokersHaveToBeNamed() {
    assertThat(ConfigurationValidator.problems(JobConfiguration.defaults()))
        .extracting(Problem::key)
        .containsExactly("millrace.kafka.bootstrap-servers");
  }

  @ParameterizedTest(name = "{0} is refused at {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          job.parallelism=0                              | job.parallelism             | set it to 1 or more
          job.parallelism=129                            | job.parallelism             | max-parallelism = 128
          job.max-parallelism=40000                      | job.max-parallelism         | at most 32768
          bundle.size=0                                  | bundle.size                 | set it to 1 or more
          bundle.latency=10 s                            | bundle.latency              | each 10 s
          checkpoint.interval=0                          | kafka.delivery              | deliver at-least-once
          checkpoint.mode=at-least-once                  | kafka.delivery              | set the mode to exactly-once
          kafka.transaction-timeout=10 min               | kafka.transaction-timeout   | results could be lost
          checkpoint.max-downtime=1 h                    | kafka.transaction-timeout   | checkpoint.max-downtime
          kafka.transactional-id-prefix=                 | kafka.transactional-id-prefix | which is empty
          kafka.group-id=                                | kafka.group-id              | which is empty
          kafka.properties.group.id=x                    | kafka.properties.group.id   | sets this property itself
          topics.late=millrace.signal.frame.v1          | topics.late                 | as is millrace.topics.signals
          signal.gap-policy=hold                         | signal.gap-policy           | gap-limit = 0 fills no gap
          signal.gap-limit=-1                            | signal.gap-limit            | set it to 0 or more
          state.ttl=1 s                                  | state.ttl                   | disorder-bound = 2 s
          state.hot-tier-memory=1 kb                     | state.hot-tier-memory       | at least 1 mb
          bundle.latency=0                               | bundle.latency              | 1 ms or more
          signal.rate-tolerance=-0.5                     | signal.rate-tolerance       | 0 or more
          signal.max-frame=0                             | signal.max-frame            | 1 or more
          kafka.compression=zip                          | kafka.compression           | lz4, zstd
          checkpoint.timeout=0                           | checkpoint.timeout          | 1 ms or more
          drift.max-attributes=16777217                  | drift.max-attributes        | at most 16777216
          drift.max-classes=65537                        | drift.max-classes           | at most 65536
          aggregation.rule=fedawg                        | aggregation.rule            | there is no rule 'fedawg'
          aggregation.parameters.radius=1                | aggregation.rule            | has no parameter radius
          aggregation.trigger=often(3)                   | aggregation.trigger         | 'often(3)'
          aggregation.keys.ann=abc                       | aggregation.keys            | worker 'ann'
          model.keys.team=abc                            | model.keys.team             | signer 'team'
          aggregation.max-norm=0                         | aggregation.max-norm        | set it above 0
          aggregation.inline=1 mb                        | aggregation.inline          | at most 512 kb
          aggregation.min-updates=0                      | aggregation.min-updates     | 1 or more
          aggregation.pending-timeout=0                  | aggregation.pending-timeout | 1 ms or more
          dashboard.port=70000                           | dashboard.port              | 0 to 65535
          dashboard.host=0.0.0.0                         | dashboard.host              | dashboard.token-file
          dashboard.host=                                | dashboard.host              | which is empty
          dashboard.keystore=/k.p12                      | dashboard.keystore          | keystore-password-file
          dashboard.keystore-password-file=/p            | dashboard.keystore-password-file | no key store
          dashboard.flink=localhost:8081                 | dashboard.flink             | http://localhost:8081
          dashboard.flink=//localhost:8081               | dashboard.flink             | http://localhost:8081
          dashboard.flink=http://localhost:80810         | dashboard.flink             | http://localhost:8081
          dashboard.max-events=0                         | dashboard.max-events        | 1 or more
          """)
  void aContradictionNamesKeyAndRemedy(String override, String key, String text) {
    List<Problem> problems = problems(override);

    assertThat(problems).extracting(Problem::key).contains("millrace." + key);
    assertThat(problems.toString()).contains(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "kafka.delivery=at-least-once;checkpoint.interval=0",
        "kafka.delivery=at-least-once;checkpoint.mode=at-least-once",
        "signal.gap-policy=interpolate;signal.gap-limit=90",
        "checkpoint.max-downtime=1 h;kafka.transaction-timeout=2 h",
        "kafka.properties.security.protocol=SSL;job.parallelism=128",
        "dashboard.host=0.0.0.0;dashboard.token-file=/t",
        "dashboard.keystore=/k.p12;dashboard.keystore-password-file=/p",
        "dashboard.flink=https://flink.example.org/x;dashboard.port=0",
        "aggregation.rule=nnm+trimmed-mean;aggregation.parameters.byzantine=3",
      })
  void whatFitsTogetherIsAccepted(String first, String second) {
    assertThat(problems(first, second)).isEmpty();
  }

  @Test
  void allProblemsAreToldAtOnce() {
    JobConfiguration configuration = configuration("bundle.size=0", "state.ttl=0");

    assertThatThrownBy(() -> ConfigurationValidator.validate(configuration))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("millrace.bundle.size is '0', less than 1: set it to 1 or more\n")
        .hasMessageContaining("millrace.state.ttl is '0 ms'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dashboard.token=hunter2hunter2",
        "dashboard.keystore-password=hunter2hunter2",
        "kafka.sasl.jaas.config=hunter2hunter2"
      })
  void aSecretInTheWrongPlaceIsNotRepeated(String override) {
    assertThatThrownBy(() -> configuration(override))
        .hasMessageContaining(override.substring(0, override.indexOf('=')) + " is '***'")
        .hasMessageContaining("there is no such key")
        .hasMessageNotContaining("hunter2");
  }

  private static List<Problem> problems(String... overrides) {
    return ConfigurationValidator.problems(configuration(overrides));
  }

  private static JobConfiguration configuration(String... overrides) {
    List<String> all = new ArrayList<>(List.of("kafka.bootstrap-servers=localhost:9092"));
    all.addAll(List.of(overrides));
    return ConfigurationLoader.load(null, all);
  }
}
