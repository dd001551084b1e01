/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.publish;

import io.millrace.jobs.config.JobConfiguration;
import io.millrace.jobs.config.ModelOptions;
import io.millrace.jobs.model.BundleException;
import io.millrace.jobs.model.BundleKeys;
import io.millrace.jobs.model.BundleLoader;
import io.millrace.jobs.model.ModelBundle;
import io.millrace.jobs.model.ModelManifest;
import io.millrace.models.graph.bundle.GraphBundle;
import io.millrace.models.graph.bundle.GraphBundleException;
import io.millrace.models.graph.bundle.GraphManifest;
import io.millrace.models.graph.bundle.GraphManifest.Dimensions;
import io.millrace.models.graph.catalogue.LinkModelCatalogue;
import io.millrace.models.graph.catalogue.ModelSpec;
import io.millrace.models.graph.node.HeapNodes;
import io.millrace.models.onnx.ModelImportException;
import io.millrace.models.tensor.choice.ComputePath;
import io.millrace.operators.model.ModelLoader.Place;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * A bundle of either kind that a job with the same configuration would take.
 *
 * @param task of the jobs that serve it
 */
record CheckedBundle(String name, String version, String task) {
  /**
   * Looks at a bundle as a job does.
   *
   * @param folder that it lies in
   * @throws BundleException when it is damaged, not signed by whom it should be, or its network
   *     cannot stream
   */
  static CheckedBundle of(Path folder, JobConfiguration configuration) throws IOException {
    BundleKeys keys = BundleKeys.of(configuration.get(ModelOptions.KEYS));
    if (Files.exists(folder.resolve(ModelBundle.MANIFEST))) {
      return network(folder, configuration, keys);
    } else if (Files.exists(folder.resolve(GraphBundle.MANIFEST))) {
      return graph(folder, keys);
    }
    throw new BundleException(
        "there is no bundle in %s: name a folder with %s, or with %s as 'train graph' writes it"
            .formatted(folder, ModelBundle.MANIFEST, GraphBundle.MANIFEST));
  }

  private static CheckedBundle network(
      Path folder, JobConfiguration configuration, BundleKeys keys) {
    ModelBundle bundle = ModelBundle.read(folder.toUri().toString(), keys);
    ModelManifest manifest = bundle.manifest();
    BundleLoader loader =
        new BundleLoader(
            ComputePath.PLAIN,
            configuration.get(ModelOptions.MODE),
            configuration.get(ModelOptions.HOP));
    try {
      loader.serve(bundle, new Place(OptionalInt.empty(), 0));
    } catch (ModelImportException e) {
      throw new BundleException("model " + manifest.id() + ": " + e.getMessage(), e);
    }
    return new CheckedBundle(manifest.name(), manifest.version(), manifest.task());
  }

  private static CheckedBundle graph(Path folder, BundleKeys keys) throws IOException {
    keys.requireIn(folder, GraphBundle.MANIFEST);
    try {
      GraphBundle bundle = GraphBundle.read(folder);
      GraphManifest manifest = bundle.manifest();
      Dimensions shape = manifest.dimensions();
      ModelSpec spec =
          ModelSpec.of(shape.model(), shape.edgeFeatures(), 0)
              .sized(shape.memory(), shape.neighbours());
      bundle.into(LinkModelCatalogue.create(spec, HeapNodes::new).parameters());
      return new CheckedBundle(manifest.name(), manifest.version(), manifest.task());
    } catch (GraphBundleException | IllegalArgumentException e) {
      throw new BundleException(e.getMessage(), e);
    }
  }
}
