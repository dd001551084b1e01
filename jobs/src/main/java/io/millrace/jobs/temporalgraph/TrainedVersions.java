/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.temporalgraph;

import io.millrace.connectors.store.BundleCache;
import io.millrace.connectors.store.StoreException;
import io.millrace.jobs.model.BundleException;
import io.millrace.jobs.model.BundleKeys;
import io.millrace.jobs.share.Versions;
import io.millrace.models.follow.ParameterVersion;
import io.millrace.models.graph.bundle.GraphBundle;
import io.millrace.models.graph.bundle.GraphBundleException;
import io.millrace.models.graph.bundle.GraphManifest;
import io.millrace.models.graph.bundle.GraphManifest.Dimensions;
import io.millrace.models.graph.catalogue.LinkModelCatalogue;
import io.millrace.models.graph.catalogue.ModelSpec;
import io.millrace.models.graph.catalogue.OnlineModel;
import io.millrace.models.graph.node.HeapNodes;
import io.millrace.schemas.ModelReference;
import java.io.IOException;
import java.nio.file.Path;

/** Trained models that replace the one that serves, from bundles in a store. */
final class TrainedVersions implements Versions {
  private static final long serialVersionUID = 1L;
  private static final long LARGEST_BUNDLE = 1L << 30;

  private final String name;
  private final ModelSpec spec;
  private final String cache;
  private final BundleKeys keys;

  /**
   * @param name of the model that is followed
   * @param spec of the model that serves
   * @param cache a folder for copies of bundles
   * @param keys of those whose models are taken
   */
  TrainedVersions(String name, ModelSpec spec, Path cache, BundleKeys keys) {
    this.name = name;
    this.spec = spec;
    this.cache = cache.toString();
    this.keys = keys;
  }

  @Override
  public ParameterVersion read(ModelReference reference) {
    if (!reference.getModel().equals(name) || !reference.getTask().equals(GraphManifest.TASK)) {
      return null;
    }
    String place = "trained model " + name + '/' + reference.getVersion() + ": ";
    try {
      Path folder =
          new BundleCache(Path.of(cache), LARGEST_BUNDLE)
              .fetch(reference.getUri(), reference.getSha256())
              .folder();
      keys.requireIn(folder, GraphBundle.MANIFEST);
      GraphBundle bundle = GraphBundle.read(folder);
      requireFit(bundle.manifest().dimensions());
      OnlineModel served = LinkModelCatalogue.create(spec, HeapNodes::new);
      bundle.into(served.parameters());
      return new ParameterVersion(
          ParameterVersion.ALL,
          ParameterVersion.TRAINED,
          bundle.manifest().id(),
          served.model().learned());
    } catch (IOException | BundleException | GraphBundleException | StoreException e) {
      throw new IllegalArgumentException(place + e.getMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          place
              + e.getMessage()
              + "; nodes' memories would not fit, start from a savepoint with it as"
              + " millrace.graph.bundle to begin them anew",
          e);
    }
  }

  private void requireFit(Dimensions found) {
    if (!found.model().equals(spec.name()) || found.edgeFeatures() != spec.edgeFeatures()) {
      throw new IllegalArgumentException(
          "it is a %s for %d features, what serves is a %s for %d"
              .formatted(found.model(), found.edgeFeatures(), spec.name(), spec.edgeFeatures()));
    }
    requireSame("memory", found.memory(), spec.memory());
    requireSame("neighbours", found.neighbours(), spec.neighbours());
  }

  /** Zero stands for the model's own, which the shapes of parameters tell. */
  private static void requireSame(String what, int found, int served) {
    if (served != 0 && found != served) {
      throw new IllegalArgumentException(
          "it has %s %d, what serves has %d".formatted(what, found, served));
    }
  }
}
