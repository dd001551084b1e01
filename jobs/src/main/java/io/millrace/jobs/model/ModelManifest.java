/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.millrace.models.cnn.Mode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What stands in a bundle's {@code model.json}.
 *
 * @param name of the model, the same over its versions
 * @param version never reused for other weights
 * @param task what kind of job serves it: {@value #STREAMING_CNN}
 * @param description for people
 * @param weights the file with the network
 * @param window samples that the network sees, L
 * @param hop samples between two predictions, S
 * @param mode how streaming relates to the full window
 * @param samplingRate of the input in samples per second
 * @param input unit and normalisation
 * @param labels of the outputs in their order; empty where they are no classes
 * @param alarmLabels those of the labels that call for attention
 * @param target what part of the window the outputs speak of, null for all of it
 * @param attribution of data and weights
 */
public record ModelManifest(
    String name,
    String version,
    String task,
    String description,
    Weights weights,
    int window,
    int hop,
    String mode,
    float samplingRate,
    Input input,
    List<String> labels,
    List<String> alarmLabels,
    Target target,
    String attribution) {
  /** The task of one-dimensional CNNs over signals. */
  public static final String STREAMING_CNN = "streaming-cnn";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  public ModelManifest {
    require(
        name != null && name.matches("[A-Za-z0-9._-]+"), "name", name, "letters, digits, . _ -");
    require(
        version != null && version.matches("[A-Za-z0-9._-]+"),
        "version",
        version,
        "letters, digits, . _ -");
    require(STREAMING_CNN.equals(task), "task", task, "'" + STREAMING_CNN + "'");
    require(weights != null, "weights", null, "{\"file\": ..., \"sha256\": ...}");
    require(window > 0, "window", window, "the network's input length in samples");
    require(hop > 0, "hop", hop, "the samples between two predictions");
    require(samplingRate > 0, "sampling_rate", samplingRate, "the samples per second");
    require(input != null, "input", null, "{\"unit\": ..., \"channels\": [...]}");
    try {
      Mode.parse(mode);
    } catch (IllegalArgumentException e) {
      throw new BundleException("model.json: " + e.getMessage(), e);
    }
    labels = labels == null ? List.of() : List.copyOf(labels);
    alarmLabels = alarmLabels == null ? List.of() : List.copyOf(alarmLabels);
    require(labels.containsAll(alarmLabels), "alarm_labels", alarmLabels, "some of " + labels);
    description = description == null ? "" : description;
    attribution = attribution == null ? "" : attribution;
  }

  /** How streaming relates to the full window. */
  public Mode streamingMode() {
    return Mode.parse(mode);
  }

  /** What predictions carry as their model: name/version. */
  public String id() {
    return name + "/" + version;
  }

  /**
   * Reads a manifest.
   *
   * @throws BundleException when it is no JSON, or lacks or misspells something
   */
  static ModelManifest parse(byte[] json) {
    try {
      return JSON.readValue(json, ModelManifest.class);
    } catch (JsonProcessingException e) {
      if (e.getCause() instanceof BundleException refused) {
        throw refused;
      }
      throw new BundleException("model.json: " + e.getOriginalMessage(), e);
    } catch (java.io.IOException e) {
      throw new BundleException("model.json: " + e.getMessage(), e);
    }
  }

  /** The manifest as JSON. */
  byte[] json() {
    try {
      return JSON.writerWithDefaultPrettyPrinter()
          .writeValueAsString(this)
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a manifest is always representable", e);
    }
  }

  private static void require(boolean holds, String field, Object value, String remedy) {
    if (!holds) {
      throw new BundleException("model.json: " + field + " is '" + value + "': give " + remedy);
    }
  }

  /**
   * The network's file.
   *
   * @param file its name in the bundle's folder
   * @param sha256 of its bytes, 64 hexadecimal digits
   */
  public record Weights(String file, String sha256) {
    public Weights {
      require(
          file != null && file.matches("[A-Za-z0-9._-]+") && !file.startsWith("."),
          "weights.file",
          file,
          "the name of a file in the bundle's folder");
      require(
          sha256 != null && sha256.matches("[0-9a-f]{64}"),
          "weights.sha256",
          sha256,
          "64 hexadecimal digits");
    }
  }

  /**
   * What the network is fed with.
   *
   * @param unit of the samples that arrive, such as mV
   * @param channels in the order of the network
   */
  public record Input(String unit, List<Channel> channels) {
    public Input {
      require(channels != null && !channels.isEmpty(), "input.channels", channels, "one or more");
      channels = List.copyOf(channels);
      unit = unit == null ? "" : unit;
    }
  }

  /**
   * A channel and its normalisation: the network sees {@code (sample - offset) / scale}.
   *
   * @param scale not zero
   */
  public record Channel(String name, float offset, float scale) {
    public Channel {
      require(
          scale != 0 && Float.isFinite(scale) && Float.isFinite(offset),
          "input.channels.scale",
          scale,
          "a finite number that is not zero, 1 for raw samples");
      name = name == null ? "" : name;
    }
  }

  /**
   * The part of the window that the outputs speak of.
   *
   * @param startBeforeEnd samples from its first sample to the window's end
   * @param length samples
   */
  public record Target(int startBeforeEnd, int length) {}
}
