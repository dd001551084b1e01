/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.instances;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.millrace.connectors.instance.TableLayout;
import io.millrace.models.drift.stream.Attribute;
import io.millrace.models.drift.stream.Instance;
import io.millrace.models.drift.stream.InstanceStream;
import io.millrace.models.drift.stream.StreamSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamedStreamsTest {
  @TempDir Path folder;

  private final NamedStreams streams = new NamedStreams(null, TableLayout.AUTOMATIC);

  @Test
  void allNamesOfTheBenchmarkAreKnown() {
    assertThat(NamedStreams.names())
        .contains(
            "led-g",
            "led-a",
            "sea-g",
            "sea-a",
            "rbf-m",
            "rbf-f",
            "rtg-30",
            "rbf-10",
            "electricity",
            "covtype",
            "airlines");
    assertThat(NamedStreams.isGenerated("sea-g")).isTrue();
    assertThat(NamedStreams.isGenerated("covtype")).isFalse();
  }

  @Test
  void aGeneratedStreamEndsAfterAMillionInstances() throws IOException {
    try (InstanceStream stream = streams.open("sea-g", 3)) {
      Instance instance = stream.schema().newInstance();
      int count = 0;
      while (stream.next(instance)) {
        count++;
      }
      assertThat(count).isEqualTo(1_000_000);
    }
  }

  @Test
  void aFileIsAStream() throws IOException {
    Path file = Files.writeString(folder.resolve("f.csv"), "a,b,c\n1,x,p\n2,y,?\n3,z,q\n");
    try (InstanceStream stream = streams.open(file.toString(), 1)) {
      StreamSchema schema = stream.schema();
      assertThat(schema.attributes().get(0)).isEqualTo(new Attribute.Numeric("a"));
      assertThat(schema.learnerAttributes().nominal(1)).isTrue();
      Instance instance = schema.newInstance();
      assertThat(stream.next(instance)).isTrue();
      assertThat(stream.next(instance)).isTrue();
      assertThat(instance.label).isEqualTo(Instance.UNLABELLED);
      assertThat(instance.x).containsExactly(2, 1);
      assertThat(stream.next(instance)).isTrue();
      assertThat(instance.label).isEqualTo(1);
      assertThat(stream.next(instance)).isFalse();
      assertThat(stream.schema().classes()).containsExactly("p", "q");
    }
  }

  @Test
  void whatIsNotThereIsAnsweredWithWhatIs() {
    assertThatThrownBy(() -> streams.open("led", 1))
        .hasMessageContaining("'led'")
        .hasMessageContaining("led-g");
    assertThatThrownBy(() -> streams.open("covtype", 1)).hasMessageContaining("--data");
    assertThatThrownBy(() -> new NamedStreams(folder, TableLayout.AUTOMATIC).open("covtype", 1))
        .hasMessageContaining("covtype")
        .hasMessageContaining("https://archive.ics.uci.edu");
  }

  @ParameterizedTest
  @CsvSource({
    "electricity, 45312, 8, 1, 2",
    "covtype, 581012, 54, 44, 7",
    "airlines, 539383, 7, 4, 2"
  })
  void publishedSetsAreComplete(String name, int count, int attributes, int nominal, int classes)
      throws IOException {
    String data = System.getProperty("millrace.data", "");
    assumeFalse(data.isBlank(), "needs -Dmillrace.data=DIR with drift");
    try (InstanceStream stream =
        new NamedStreams(Path.of(data), TableLayout.AUTOMATIC).open(name, 1)) {
      StreamSchema schema = stream.schema();
      assertThat(schema.attributes()).hasSize(attributes);
      assertThat(schema.attributes().stream().filter(Attribute.Nominal.class::isInstance))
          .hasSize(nominal);
      assertThat(schema.classes()).hasSize(classes);
      Instance instance = schema.newInstance();
      int read = 0;
      while (stream.next(instance)) {
        read++;
      }
      assertThat(read).isEqualTo(count);
      assertThat(stream.schema().classes()).hasSize(classes);
    }
  }
}
