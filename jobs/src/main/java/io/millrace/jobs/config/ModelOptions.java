/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.config;

import static org.apache.flink.configuration.ConfigOptions.key;

import io.millrace.models.tensor.choice.ComputePath;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;

/** The model that is served. Most of what describes it stands in the bundle's manifest. */
public final class ModelOptions {
  public static final ConfigOption<String> URI =
      key("millrace.model.uri")
          .stringType()
          .defaultValue("builtin:ecg/1")
          .withDescription(
              "The model bundle to begin with: a folder with `model.json`, on any file system"
                  + " that Flink knows, or `builtin:NAME/VERSION` for one that ships with Millrace."
                  + " The models topic replaces it while the job runs.");

  public static final ConfigOption<ComputePath> COMPUTE =
      key("millrace.model.compute")
          .enumType(ComputePath.class)
          .defaultValue(ComputePath.AUTO)
          .withDescription(
              "What computes the network: `vector` needs the module `jdk.incubator.vector`, `djl`"
                  + " is PyTorch; `auto` chooses per layer by a measured rule.");

  public static final ConfigOption<StreamingMode> MODE =
      key("millrace.model.mode")
          .enumType(StreamingMode.class)
          .defaultValue(StreamingMode.MANIFEST)
          .withDescription(
              "How streaming relates to the full window: `exact` equals it or is refused,"
                  + " `signal-padding` sees real samples where a window saw padding, `approximate`"
                  + " pads every hop by itself, `manifest` leaves it to the bundle.");

  public static final ConfigOption<Integer> HOP =
      key("millrace.model.hop")
          .intType()
          .defaultValue(0)
          .withDescription(
              "Samples between two predictions of a stream; `0` leaves it to the bundle.");

  public static final ConfigOption<Map<String, String>> KEYS =
      key("millrace.model.keys")
          .mapType()
          .defaultValue(Map.of())
          .withDescription(
              "`millrace.model.keys.NAME` is a public Ed25519 key, X.509 encoded, in Base64. With any"
                  + " key set, every model bundle that does not ship with Millrace must be signed by"
                  + " one of them: `model.json.sig` (`graph-model.json.sig`) beside the manifest.");

  static final OptionGroup GROUP =
      OptionGroup.of("model", "The model that is served.", URI, COMPUTE, MODE, HOP)
          .withPrefix(KEYS);

  private ModelOptions() {}
}
