/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.operators.signal.GapPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationLoaderTest {
  @TempDir Path folder;

  @Test
  void nestedAndDottedKeysMeanTheSame() throws IOException {
    JobConfiguration configuration =
        load(
            """
            millrace:
              kafka:
                bootstrap-servers: broker:9092
                delivery: at-least-once
              bundle.size: 32
            millrace.bundle.latency: 5 ms
            """);

    assertThat(configuration.get(KafkaOptions.BOOTSTRAP_SERVERS)).isEqualTo("broker:9092");
    assertThat(configuration.get(KafkaOptions.DELIVERY)).isEqualTo(Guarantee.AT_LEAST_ONCE);
    assertThat(configuration.get(BundleOptions.SIZE)).isEqualTo(32);
    assertThat(configuration.get(BundleOptions.LATENCY)).isEqualTo(Duration.ofMillis(5));
  }

  @Test
  void whatIsUnsetHasItsDefault() throws IOException {
    JobConfiguration configuration = load("");

    assertThat(configuration.get(StateOptions.HOT_TIER_MEMORY))
        .isEqualTo(MemorySize.ofMebiBytes(256));
    assertThat(configuration.find(CheckpointOptions.DIR)).isEmpty();
  }

  @Test
  void overridesWinAndMayLeaveThePrefixOut() throws IOException {
    Path file = write("millrace.bundle.size: 32");

    JobConfiguration configuration =
        ConfigurationLoader.load(
            file, List.of("bundle.size=16", "millrace.signal.gap-policy=hold", "bundle.size=8"));

    assertThat(configuration.get(BundleOptions.SIZE)).isEqualTo(8);
    assertThat(configuration.get(SignalOptions.GAP_POLICY)).isEqualTo(GapPolicy.HOLD);
  }

  @Test
  void clientPropertiesKeepTheirOwnNames() throws IOException {
    JobConfiguration configuration =
        load(
            """
            millrace:
              kafka:
                properties:
                  security.protocol: SASL_SSL
                  sasl:
                    mechanism: PLAIN
              flink.state.backend.rocksdb.memory.managed: true
            """);

    assertThat(configuration.get(KafkaOptions.PROPERTIES))
        .containsEntry("security.protocol", "SASL_SSL")
        .containsEntry("sasl.mechanism", "PLAIN");
    assertThat(configuration.get(JobOptions.FLINK))
        .containsEntry("state.backend.rocksdb.memory.managed", "true");
  }

  @Test
  void anUnknownKeyIsRefusedWithTheNearestKnownOne() {
    assertThatThrownBy(() -> load("millrace.kafka.bootstrap-server: a:1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("millrace.kafka.bootstrap-server is 'a:1'")
        .hasMessageContaining("did you mean millrace.kafka.bootstrap-servers?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          millrace.bundle.size        | many  | whole number
          millrace.bundle.latency     | soon  | a number and a unit such as 20 ms
          millrace.kafka.delivery     | twice | exactly-once, at-least-once
          millrace.signal.emit-warming| maybe | true or false
          millrace.state.hot-tier-memory | big | such as 256 mb
          """)
  void aValueOfTheWrongTypeIsRefusedWithWhatToWrite(String key, String value, String remedy) {
    assertThatThrownBy(() -> load(key + ": " + value))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(key + " is '" + value + "'")
        .hasMessageContaining(remedy);
  }

  @Test
  void aKeyThatIsSetTwiceIsRefused() {
    assertThatThrownBy(() -> load("millrace.bundle.size: 1\nmillrace: {bundle: {size: 2}}"))
        .hasMessageContaining("millrace.bundle.size is '2'")
        .hasMessageContaining("sets it before");
    assertThatThrownBy(() -> load("millrace.bundle.size: 1\nmillrace.bundle.size: 2"))
        .hasMessageContaining("Duplicate");
  }

  @Test
  void whatIsNoMappingIsRefused() {
    assertThatThrownBy(() -> load("hello")).hasMessageContaining("begin the file with 'millrace:'");
    assertThatThrownBy(() -> load("millrace: [1, 2]")).hasMessageContaining("which is a list");
    assertThatThrownBy(() -> load("a: [")).hasMessageContaining("not YAML in line");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThatThrownBy(() -> ConfigurationLoader.load(folder.resolve("none.yaml"), List.of()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("none.yaml");
  }

  @Test
  void anOverrideWithoutAnEqualsSignIsRefused() {
    assertThatThrownBy(() -> ConfigurationLoader.load(null, List.of("bundle.size")))
        .hasMessageContaining("--set is 'bundle.size', which is no key=value");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kafka.propertys.sasl.jaas.config=hush",
        "kafka.password=hush",
        "kafka.properties.sasl.jaas.config hush",
        "password: hush",
        "bundle.size=password=hush"
      })
  void aRefusedOverrideKeepsItsSecret(String override) {
    assertThatThrownBy(() -> ConfigurationLoader.load(null, List.of(override)))
        .isInstanceOf(ConfigurationException.class)
        .message()
        .contains("***")
        .doesNotContain("hush");
  }

  @Test
  void aFileThatIsNoneKeepsItsSecret() {
    assertThatThrownBy(() -> load("hush")).message().doesNotContain("hush");
    assertThatThrownBy(() -> load("millrace.kafka.password: [hush]"))
        .message()
        .doesNotContain("hush");
  }

  private JobConfiguration load(String yaml) throws IOException {
    return ConfigurationLoader.load(write(yaml), List.of());
  }

  private Path write(String yaml) throws IOException {
    return Files.writeString(folder.resolve("job.yaml"), yaml);
  }
}
