/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Values that a user gives, as a tree. Immutable. */
final class Values {
  static final YAMLMapper YAML = new YAMLMapper();
  private static final Path FIXTURES = Path.of("fixtures");

  private final ObjectNode tree;

  private Values(ObjectNode tree) {
    this.tree = tree;
  }

  /** None: the chart's own. */
  static Values none() {
    return new Values(YAML.createObjectNode());
  }

  /** Those of a file in {@code fixtures}, named without its ending. */
  static Values fixture(String name) {
    try {
      return new Values((ObjectNode) YAML.readTree(FIXTURES.resolve(name + ".yaml").toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * With one value set, over whatever it was.
   *
   * @param path keys separated by slashes
   * @param yaml the value as it is written in a file
   */
  Values with(String path, String yaml) {
    ObjectNode changed = tree.deepCopy();
    ObjectNode at = changed;
    String[] keys = path.split("/");
    for (int i = 0; i < keys.length - 1; i++) {
      at = at.withObjectProperty(keys[i]);
    }
    try {
      at.set(keys[keys.length - 1], YAML.readTree(yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Values(changed);
  }

  JsonNode tree() {
    return tree.deepCopy();
  }

  void write(Path file) {
    try {
      YAML.writeValue(file.toFile(), tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
