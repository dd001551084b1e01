/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.millrace.connectors.kafka.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a job's configuration: a YAML file, nested or with dotted keys, then overrides of the form
 * {@code key=value}, the later winning. The prefix {@code millrace.} may be left out of overrides.
 */
public final class ConfigurationLoader {
  private static final String PREFIX = "millrace.";
  private static final YAMLMapper YAML =
      YAMLMapper.builder().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION).build();

  private ConfigurationLoader() {}

  /**
   * The configuration of a file and overrides.
   *
   * @param file a YAML file, or null for defaults only
   * @param overrides of the form key=value
   * @throws ConfigurationException when the file cannot be read, a key is unknown or a value is not
   *     of its option's type
   */
  public static JobConfiguration load(Path file, List<String> overrides) {
    Map<String, String> entries = new LinkedHashMap<>();
    if (file != null) {
      flatten("", read(file), entries);
    }
    for (String override : overrides) {
      int equals = override.indexOf('=');
      if (equals < 1) {
        throw ConfigurationException.of(
            "--set",
            withoutSecret(override),
            "which is no key=value",
            "write --set millrace.bundle.size=32");
      }
      String key = override.substring(0, equals).strip();
      entries.put(
          key.startsWith(PREFIX) ? key : PREFIX + key, override.substring(equals + 1).strip());
    }
    return JobConfiguration.of(entries);
  }

  /** What is no assignment may be a password by itself, or a key and a password. */
  private static String withoutSecret(String override) {
    return Secrets.isSecret(override) ? Secrets.HIDDEN : Secrets.redact(override);
  }

  private static JsonNode read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw ConfigurationException.of(
          "--config", file, "where there is no file", "name a YAML file");
    }
    try {
      return YAML.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw ConfigurationException.of(
          "--config",
          file,
          "which is not YAML"
              + (at == null ? "" : " in line " + at.getLineNr() + ", column " + at.getColumnNr())
              + ": "
              + e.getOriginalMessage().lines().findFirst().orElse(""),
          "correct it there");
    } catch (IOException e) {
      throw ConfigurationException.of(
          "--config", file, "which cannot be read: " + e.getMessage(), "check its permissions");
    }
  }

  private static void flatten(String key, JsonNode node, Map<String, String> entries) {
    if (node.isObject()) {
      node.properties()
          .forEach(
              entry ->
                  flatten(
                      key.isEmpty() ? entry.getKey() : key + "." + entry.getKey(),
                      entry.getValue(),
                      entries));
    } else if (node.isArray()) {
      throw ConfigurationException.of(
          key,
          node,
          "which is a list",
          "write one value, separated by commas where it may be many");
    } else if (key.isEmpty() && !node.isMissingNode() && !node.isNull()) {
      throw ConfigurationException.of(
          "--config", "...", "which is no mapping", "begin the file with 'millrace:'");
    } else if (!node.isMissingNode() && !node.isNull()) {
      if (entries.put(key, node.asText()) != null) {
        throw ConfigurationException.of(
            key, node.asText(), "but the file sets it before", "keep one of the two");
      }
    }
  }
}
