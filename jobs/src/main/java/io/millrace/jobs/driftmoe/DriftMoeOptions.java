/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.driftmoe;

import io.millrace.jobs.config.BundleOptions;
import io.millrace.jobs.config.ConfigurationException;
import io.millrace.jobs.config.DriftOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.StateOptions;
import io.millrace.jobs.share.MergedVersions;
import io.millrace.jobs.share.ShareEnds;
import io.millrace.jobs.share.Sharing;
import io.millrace.jobs.share.Versions;
import io.millrace.operators.bundle.BundleBounds;
import io.millrace.operators.drift.CatalogueParts;
import io.millrace.operators.drift.DriftRules;
import io.millrace.operators.drift.DriftSettings;
import io.millrace.operators.drift.Split;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the pipeline has to know besides its sources and sinks.
 *
 * @param settings of the operator
 * @param maxParallelism of every operator
 * @param sharing among the parts of split streams
 * @param followed versions that they go on from; empty for none
 */
public record DriftMoeOptions(
    DriftSettings settings, int maxParallelism, Sharing sharing, List<Versions> followed) {
  /** Copies the list. */
  public DriftMoeOptions {
    followed = List.copyOf(followed);
  }

  /** The same with other settings of the operator. */
  DriftMoeOptions with(DriftSettings other) {
    return new DriftMoeOptions(other, maxParallelism, sharing, followed);
  }

  private static List<Versions> followed(
      JobConfiguration configuration, Sharing sharing, Split split) {
    if (!sharing.follows()) {
      return List.of();
    }
    Map<String, String> streams = new TreeMap<>();
    split.parts().keySet().forEach(stream -> streams.put(sharing.published(stream), stream));
    return List.of(
        new MergedVersions(sharing.model(), streams, null, ShareEnds.cache(configuration)));
  }

  /**
   * The options of a configuration.
   *
   * @throws ConfigurationException when streams would be forgotten before their labels come
   */
  public static DriftMoeOptions of(JobConfiguration configuration) {
    requireMemory(configuration);
    Sharing sharing = Sharing.of(configuration);
    Split split =
        Split.of(configuration.get(DriftOptions.SPLIT))
            .sharing(sharing.every(), sharing.window().toMillis());
    String learner = configuration.get(DriftOptions.LEARNER);
    String detector = configuration.get(DriftOptions.DETECTOR);
    List<String> names =
        Stream.of(configuration.get(DriftOptions.CLASS_NAMES).split(",", -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList();
    DriftRules rules =
        DriftRules.of(learner, detector)
            .withLabelDelay(configuration.get(DriftOptions.LABEL_DELAY))
            .withMaxWaiting(configuration.get(DriftOptions.MAX_WAITING))
            .withWindow(configuration.get(DriftOptions.REPORT_WINDOW))
            .withColdLabels(configuration.get(DriftOptions.COLD_LABELS))
            .withMaxAttributes(configuration.get(DriftOptions.MAX_ATTRIBUTES))
            .withMaxClasses(configuration.get(DriftOptions.MAX_CLASSES))
            .withClassNames(names)
            .withIdle(configuration.get(StateOptions.TTL));
    CatalogueParts parts =
        new CatalogueParts(
            learner,
            detector,
            Math.max(names.size(), configuration.get(DriftOptions.CLASSES)),
            configuration.get(DriftOptions.SEED));
    BundleBounds bounds =
        new BundleBounds(
            configuration.get(BundleOptions.SIZE), configuration.get(BundleOptions.LATENCY));
    return new DriftMoeOptions(
        DriftSettings.of(rules, parts)
            .withBundle(bounds)
            .withHotBytes(configuration.get(StateOptions.HOT_TIER_MEMORY).getBytes())
            .withSplit(split),
        configuration.get(JobOptions.MAX_PARALLELISM),
        sharing,
        followed(configuration, sharing, split));
  }

  private static void requireMemory(JobConfiguration configuration) {
    if (configuration.get(StateOptions.TTL).compareTo(configuration.get(DriftOptions.LABEL_DELAY))
        <= 0) {
      throw ConfigurationException.of(
          DriftOptions.LABEL_DELAY.key(),
          configuration.text(DriftOptions.LABEL_DELAY),
          "not less than "
              + StateOptions.TTL.key()
              + " = "
              + configuration.text(StateOptions.TTL)
              + ", so that streams are forgotten while their labels are waited for",
          "lower it, or raise the other");
    }
  }
}
