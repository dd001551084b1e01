/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import io.millrace.jobs.config.BundleOptions;
import io.millrace.jobs.config.ConfigurationException;
import io.millrace.jobs.config.GraphOptions;
import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.JobOptions;
import io.millrace.jobs.config.ModelOptions;
import io.millrace.jobs.config.StateOptions;
import io.millrace.jobs.model.BundleException;
import io.millrace.jobs.model.BundleKeys;
import io.millrace.jobs.share.MergedVersions;
import io.millrace.jobs.share.ShareEnds;
import io.millrace.jobs.share.Sharing;
import io.millrace.jobs.share.Versions;
import io.millrace.models.follow.ParameterVersion;
import io.millrace.models.graph.bundle.GraphBundle;
import io.millrace.models.graph.bundle.GraphBundleException;
import io.millrace.models.graph.bundle.GraphManifest.Dimensions;
import io.millrace.models.graph.catalogue.LinkModelCatalogue;
import io.millrace.models.graph.catalogue.ModelSpec;
import io.millrace.models.graph.catalogue.OnlineModel;
import io.millrace.models.graph.node.HeapNodes;
import io.millrace.operators.bundle.BundleBounds;
import io.millrace.operators.graph.CatalogueModel;
import io.millrace.operators.graph.CutRules;
import io.millrace.operators.graph.GraphRules;
import io.millrace.operators.graph.GraphSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the pipeline has to know besides its sources and sinks.
 *
 * @param settings of the operator
 * @param maxParallelism of every operator
 * @param sharing among the graphs' learners
 * @param followed versions that learners go on from; empty for none
 */
public record TemporalGraphOptions(
    GraphSettings settings, int maxParallelism, Sharing sharing, List<Versions> followed) {
  /** Copies the list. */
  public TemporalGraphOptions {
    followed = List.copyOf(followed);
  }

  /** The same with other settings of the operator. */
  TemporalGraphOptions with(GraphSettings other) {
    return new TemporalGraphOptions(other, maxParallelism, sharing, followed);
  }

  /** The options of a configuration. */
  public static TemporalGraphOptions of(JobConfiguration configuration) {
    CatalogueModel model = model(configuration);
    Sharing sharing = Sharing.of(configuration);
    GraphRules rules =
        GraphRules.of(name(model), model.spec().edgeFeatures())
            .withMagnitude(configuration.get(GraphOptions.MAX_MAGNITUDE).floatValue())
            .withBatch(
                configuration.get(GraphOptions.BATCH), configuration.get(GraphOptions.BATCH_SPAN))
            .withLearn(configuration.get(GraphOptions.LEARN))
            .withLate(configuration.get(GraphOptions.LATE))
            .withWarmUp(configuration.get(GraphOptions.WARM_UP))
            .withWindow(configuration.get(GraphOptions.REPORT_WINDOW))
            .withEmbeddings(configuration.get(GraphOptions.EMBEDDING_INTERVAL))
            .withNodes(
                configuration.get(GraphOptions.NODE_TTL), configuration.get(GraphOptions.MAX_NODES))
            .withIdle(configuration.get(GraphOptions.GRAPH_TTL))
            .withShare(sharing.every())
            .withShareSpan(sharing.window())
            .withShareDeltas(sharing.deltas());
    BundleBounds bounds =
        new BundleBounds(
            configuration.get(BundleOptions.SIZE), configuration.get(BundleOptions.LATENCY));
    return new TemporalGraphOptions(
        GraphSettings.of(rules, model)
            .withBundle(bounds)
            .withHotBytes(configuration.get(StateOptions.HOT_TIER_MEMORY).getBytes())
            .withCut(cut(configuration)),
        configuration.get(JobOptions.MAX_PARALLELISM),
        sharing,
        followed(configuration, sharing, model));
  }

  private static CutRules cut(JobConfiguration configuration) {
    return new CutRules(
        configuration.get(GraphOptions.PARTITIONS),
        configuration.get(GraphOptions.PARTITIONER),
        configuration.get(GraphOptions.PARTITIONER_NODES),
        configuration.get(GraphOptions.RECONCILE_INTERVAL),
        configuration.get(GraphOptions.REPORT_WINDOW));
  }

  private static List<Versions> followed(
      JobConfiguration configuration, Sharing sharing, CatalogueModel model) {
    List<Versions> followed = new ArrayList<>();
    if (sharing.follows()) {
      Map<String, String> all = Map.of(sharing.model(), ParameterVersion.ALL);
      followed.add(
          new MergedVersions(
              sharing.model(), all, new ParameterShape(model), ShareEnds.cache(configuration)));
    }
    String trained = configuration.get(GraphOptions.FOLLOW);
    if (!trained.isBlank()) {
      followed.add(
          new TrainedVersions(
              trained,
              model.spec(),
              ShareEnds.cache(configuration),
              BundleKeys.of(configuration.get(ModelOptions.KEYS))));
    }
    return followed;
  }

  /** As scores name it: the kind of model, or the trained one as name@version. */
  private static String name(CatalogueModel model) {
    return model.version().isEmpty() ? model.spec().name() : model.version().replace('/', '@');
  }

  private static CatalogueModel model(JobConfiguration configuration) {
    String folder = configuration.get(GraphOptions.BUNDLE);
    double rate = configuration.get(GraphOptions.LEARNING_RATE);
    int seed = configuration.get(GraphOptions.SEED);
    if (folder.isBlank()) {
      return new CatalogueModel(
          new ModelSpec(
              configuration.get(GraphOptions.MODEL),
              configuration.get(GraphOptions.FEATURES),
              configuration.get(GraphOptions.MEMORY),
              configuration.get(GraphOptions.NEIGHBOURS),
              rate,
              seed));
    }
    try {
      BundleKeys.of(configuration.get(ModelOptions.KEYS))
          .requireIn(Path.of(folder), GraphBundle.MANIFEST);
      GraphBundle bundle = GraphBundle.read(Path.of(folder));
      Dimensions shape = bundle.manifest().dimensions();
      ModelSpec spec =
          new ModelSpec(
              shape.model(), shape.edgeFeatures(), shape.memory(), shape.neighbours(), rate, seed);
      OnlineModel trained = LinkModelCatalogue.create(spec, HeapNodes::new);
      bundle.into(trained.parameters());
      return new CatalogueModel(spec, bundle.manifest().id(), trained.model().learned());
    } catch (IOException | BundleException | GraphBundleException | IllegalArgumentException e) {
      throw ConfigurationException.of(
          GraphOptions.BUNDLE.key(),
          folder,
          "which cannot be read: " + e.getMessage(),
          "name a folder that 'millrace train graph' wrote");
    }
  }
}
