/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FixtureTest {
  private static final Schemas SCHEMAS = new Schemas();

  static List<String> fixtures() {
    return Chart.fixtures();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void everyObjectOfAFixtureFollowsItsSchema(String fixture) throws IOException {
    Rendered rendered = Chart.render(Values.fixture(fixture));
    // For whoever wants to read or apply it.
    Files.writeString(
        Files.createDirectories(Path.of("target", "rendered")).resolve(fixture + ".yaml"),
        rendered.text());

    assertThat(rendered.all("FlinkDeployment")).isNotEmpty();
    assertThat(rendered.objects()).flatMap(SCHEMAS::complaints).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void aFixtureLintsWithoutAWord(String fixture) {
    LintResult result = Chart.lint(Values.fixture(fixture));

    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    assertThat(result.getMessages())
        .noneMatch(m -> m.contains("[WARNING]") || m.contains("[ERROR]"));
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void noTwoObjectsOfAFixtureShareAName(String fixture) {
    assertThat(Chart.render(Values.fixture(fixture)).names()).doesNotHaveDuplicates();
  }

  @Test
  void theDefaultsLintAndStartNoJob() {
    assertThat(Chart.lint(Values.none()).isFailed()).isFalse();
    assertThat(Chart.render(Values.none()).all("FlinkDeployment")).isEmpty();
  }

  @Test
  void theSchemasTakeNoFieldThatTheyDoNotList() {
    JsonNode job = Chart.render(Values.fixture("small")).job("streaming-cnn").deepCopy();
    ((ObjectNode) job.at("/spec/job")).put("paralelism", 2);
    ((ObjectNode) job.at("/spec/taskManager/podTemplate/spec/containers/0")).put("volumeMount", 2);
    ((ObjectNode) job.path("spec")).put("flinkVersion", "v9_9");

    assertThat(SCHEMAS.complaints(job))
        .hasSize(3)
        .anyMatch(text -> text.contains("paralelism"))
        .anyMatch(text -> text.contains("volumeMount"))
        .anyMatch(text -> text.contains("flinkVersion"));
  }
}
