/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.connectors.topics.Topic;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.topics.TopicCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * What the chart holds of the project's own code. {@code mvn -pl helm -am test
 * -Dtest=GeneratedFilesTest -Dsurefire.failIfNoSpecifiedTests=false -Dmillrace.generate} writes it
 * anew.
 */
class GeneratedFilesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCHEMA = Chart.FOLDER.resolve("values.schema.json");
  private static final Path TOPICS = Chart.FOLDER.resolve("files/topics.yaml");
  private static final String REMEDY =
      "write it anew: mvn -pl helm -am test -Dtest=GeneratedFilesTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -Dmillrace.generate";

  private static boolean generate() {
    return System.getProperty("millrace.generate") != null;
  }

  @Test
  void theSchemaOfValuesHoldsEveryOptionOfTheJobs() throws IOException {
    ObjectNode schema = (ObjectNode) JSON.readTree(SCHEMA.toFile());
    ObjectNode options = OptionSchema.create();
    if (generate()) {
      ((ObjectNode) schema.path("$defs")).set("millrace", options);
      DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
      printer.indentArraysWith(DefaultPrettyPrinter.FixedSpaceIndenter.instance);
      printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
      Files.writeString(SCHEMA, JSON.writer(printer).writeValueAsString(schema) + "\n");
    }

    assertThat(schema.at("/$defs/millrace")).as(REMEDY).isEqualTo(options);
  }

  @Test
  void theChartHoldsEveryTopicOfTheJobs() throws IOException {
    ObjectNode file = Values.YAML.createObjectNode();
    ArrayNode topics = file.putArray("topics");
    TopicCatalogue.of(JobConfiguration.defaults())
        .byRole()
        .forEach((role, topic) -> topics.add(entry(role, topic)));
    if (generate()) {
      Files.writeString(
          TOPICS,
          "# Generated from io.millrace.connectors.topics.Topics by GeneratedFilesTest.\n"
              + Values.YAML.writeValueAsString(file));
    }

    JsonNode committed = Values.YAML.readTree(TOPICS.toFile());
    assertThat(committed).as(REMEDY).isEqualTo(Values.YAML.readTree(file.toString()));
  }

  private static ObjectNode entry(String role, Topic topic) {
    ObjectNode entry = Values.YAML.createObjectNode();
    entry.put("role", role).put("name", topic.name()).put("partitions", topic.partitions());
    ObjectNode config = entry.putObject("config");
    topic.settings().forEach(config::put);
    return entry;
  }
}
