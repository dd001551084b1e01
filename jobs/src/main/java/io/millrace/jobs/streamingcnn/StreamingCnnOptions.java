/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.streamingcnn;

import io.millrace.jobs.config.BundleOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.ModelOptions;
import io.millrace.jobs.config.SignalOptions;
import io.millrace.jobs.config.StateOptions;
import io.millrace.jobs.model.BundleKeys;
import io.millrace.jobs.model.BundleLoader;
import io.millrace.jobs.model.ModelBundle;
import io.millrace.jobs.model.ModelManifest;
import io.millrace.operators.bundle.BundleBounds;
import io.millrace.operators.model.Migration;
import io.millrace.operators.model.ModelAnnouncement;
import io.millrace.operators.signal.SignalRules;
import io.millrace.operators.signal.Span;
import io.millrace.operators.signal.StreamingCnnSettings;

/**
 * What the pipeline has to know besides its sources and sinks.
 *
 * @param settings of the operator
 * @param maxParallelism of every operator
 */
public record StreamingCnnOptions(StreamingCnnSettings settings, int maxParallelism) {
  /** Makes models ready as the job does, of whom it trusts. */
  public static BundleLoader loader(JobConfiguration configuration) {
    return new BundleLoader(
        configuration.get(ModelOptions.COMPUTE),
        configuration.get(ModelOptions.MODE),
        configuration.get(ModelOptions.HOP),
        BundleKeys.of(configuration.get(ModelOptions.KEYS)));
  }

  /**
   * The options of a configuration. Reads the manifest of the model bundle, so that a wrong one is
   * noticed before the job starts.
   */
  public static StreamingCnnOptions of(JobConfiguration configuration) {
    String uri = configuration.get(ModelOptions.URI);
    BundleKeys keys = BundleKeys.of(configuration.get(ModelOptions.KEYS));
    ModelManifest manifest = ModelBundle.read(uri, keys).manifest();
    ModelAnnouncement initial =
        new ModelAnnouncement(manifest.name(), manifest.version(), uri, "", 0, Migration.RESET);
    BundleLoader loader = loader(configuration);
    SignalRules rules =
        SignalRules.DEFAULT
            .withDisorder(Span.millis(configuration.get(SignalOptions.DISORDER_BOUND).toMillis()))
            .withGap(
                configuration.get(SignalOptions.GAP_POLICY),
                Span.samples(configuration.get(SignalOptions.GAP_LIMIT)))
            .withMaxFrame(configuration.get(SignalOptions.MAX_FRAME))
            .withRateTolerance(configuration.get(SignalOptions.RATE_TOLERANCE).floatValue())
            .withIdle(configuration.get(StateOptions.TTL));
    BundleBounds bounds =
        new BundleBounds(
            configuration.get(BundleOptions.SIZE), configuration.get(BundleOptions.LATENCY));
    return new StreamingCnnOptions(
        StreamingCnnSettings.of(initial, loader)
            .withRules(rules)
            .withBundle(bounds)
            .withHotBytes(configuration.get(StateOptions.HOT_TIER_MEMORY).getBytes())
            .withWarming(configuration.get(SignalOptions.EMIT_WARMING)),
        configuration.get(JobOptions.MAX_PARALLELISM));
  }
}
