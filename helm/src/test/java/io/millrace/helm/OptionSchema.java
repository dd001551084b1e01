/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.helm;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.jobs.config.ReferencePage;
import java.util.List;
import java.util.Map;

/** The jobs' own options as a JSON schema, so that Helm refuses what a job would refuse. */
final class OptionSchema {
  private static final String UNIT_OF_TIME = "^[0-9]+ ?(ms|s|min|h|d)$";
  private static final String UNIT_OF_MEMORY = "^[0-9]+ ?(b|kb|mb|gb|tb)$";

  private OptionSchema() {}

  /** A closed object with one closed object for each group. */
  static ObjectNode create() {
    ObjectNode groups = closed();
    for (Map<String, Object> option : ReferencePage.entries()) {
      String[] key = ((String) option.get("key")).split("\\.");
      boolean isMap = key[key.length - 1].equals("*");
      if (key.length == 3 && isMap) {
        groups.withObjectProperty("properties").set(key[1], map());
        continue;
      }
      ObjectNode properties = groups.withObjectProperty("properties");
      ObjectNode group = (ObjectNode) properties.get(key[1]);
      if (group == null) {
        group = properties.putObject(key[1]);
        group.setAll(closed());
      }
      group.withObjectProperty("properties").set(key[2], isMap ? map() : value(option));
    }
    return groups;
  }

  private static ObjectNode closed() {
    ObjectNode schema = Values.YAML.createObjectNode();
    schema.put("type", "object").put("additionalProperties", false).putObject("properties");
    return schema;
  }

  private static ObjectNode map() {
    ObjectNode schema = Values.YAML.createObjectNode().put("type", "object");
    ArrayNode types = schema.putObject("additionalProperties").putArray("type");
    types.add("string").add("number").add("boolean");
    return schema;
  }

  private static ObjectNode value(Map<String, Object> option) {
    ObjectNode schema = Values.YAML.createObjectNode();
    switch ((String) option.get("type")) {
      case "integer" -> schema.put("type", "integer");
      case "number" -> schema.put("type", "number");
      case "boolean" -> schema.put("type", "boolean");
      case "duration" -> schema.put("type", "string").put("pattern", UNIT_OF_TIME);
      case "memory size" -> schema.put("type", "string").put("pattern", UNIT_OF_MEMORY);
      case "choice" -> {
        ArrayNode choices = schema.putArray("enum");
        ((List<?>) option.get("choices")).forEach(choice -> choices.add((String) choice));
      }
      case "text" -> schema.put("type", "string");
      default -> throw new IllegalStateException("a new type of option: " + option);
    }
    return schema;
  }
}
