/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The objects that a chart was rendered to. */
record Rendered(String text, List<JsonNode> objects) {

  static Rendered of(String text) {
    try (MappingIterator<JsonNode> documents =
        Values.YAML.readerFor(JsonNode.class).readValues(text)) {
      return new Rendered(text, documents.readAll().stream().filter(JsonNode::isObject).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All objects of a kind, in the order rendered. */
  List<JsonNode> all(String kind) {
    return objects.stream().filter(object -> object.path("kind").asText().equals(kind)).toList();
  }

  /** The only object of a kind with that name. */
  JsonNode one(String kind, String name) {
    List<JsonNode> found =
        all(kind).stream()
            .filter(object -> object.at("/metadata/name").asText().equals(name))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(
          found.size() + " objects " + kind + "/" + name + " among " + names());
    }
    return found.get(0);
  }

  /** The deployment of a job of release {@code millrace}. */
  JsonNode job(String name) {
    return one("FlinkDeployment", "millrace-" + name);
  }

  /** A job's own file. */
  String jobFile(String name) {
    return one("ConfigMap", "millrace-" + name).at("/data/job.yaml").asText();
  }

  List<String> names() {
    return objects.stream().map(Rendered::name).toList();
  }

  /** How messages name an object. */
  static String name(JsonNode object) {
    return object.path("kind").asText() + "/" + object.at("/metadata/name").asText();
  }
}
