/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.model;

import io.millrace.connectors.store.BundleCache;
import io.millrace.jobs.config.StreamingMode;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.plan.PlanRequest;
import io.millrace.models.cnn.plan.Planner;
import io.millrace.models.cnn.plan.StreamingPlan;
import io.millrace.models.cnn.step.StreamedNetwork;
import io.millrace.models.onnx.ImportOptions;
import io.millrace.models.onnx.OnnxImporter;
import io.millrace.models.tensor.Kernels;
import io.millrace.models.tensor.choice.ComputePath;
import io.millrace.models.tensor.choice.KernelChoice;
import io.millrace.operators.model.ModelAnnouncement;
import io.millrace.operators.model.ModelLoader;
import io.millrace.operators.model.Normalisation;
import io.millrace.operators.model.ServedModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the model of a bundle ready to serve: import, plan, packed weights. */
public final class BundleLoader implements ModelLoader {
  private static final long serialVersionUID = 1L;
  private static final Path CACHE =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "millrace-models-" + System.getProperty("user.name"));
  private static final long LARGEST_BUNDLE = 1L << 30;

  private final ComputePath compute;
  private final StreamingMode mode;
  private final int hop;
  private final BundleKeys keys;

  /**
   * @param mode that replaces the manifest's
   * @param hop that replaces the manifest's; 0 to keep it
   */
  public BundleLoader(ComputePath compute, StreamingMode mode, int hop) {
    this(compute, mode, hop, BundleKeys.NONE);
  }

  /**
   * @param mode that replaces the manifest's
   * @param hop that replaces the manifest's; 0 to keep it
   * @param keys of those whose models are served
   */
  public BundleLoader(ComputePath compute, StreamingMode mode, int hop, BundleKeys keys) {
    this.compute = compute;
    this.mode = mode;
    this.hop = hop;
    this.keys = keys;
  }

  @Override
  public ServedModel load(ModelAnnouncement announcement, Place place) {
    ModelBundle bundle = fetch(announcement);
    ModelManifest manifest = bundle.manifest();
    if (!manifest.name().equals(announcement.model())
        || !manifest.version().equals(announcement.version())) {
      throw new BundleException(
          "the bundle "
              + announcement.uri()
              + " holds model "
              + manifest.id()
              + ", but was announced as "
              + announcement.model()
              + "/"
              + announcement.version()
              + ": announce it by the name and version of its manifest");
    }
    ServedModel model = serve(bundle, place);
    WarmUp.run(model.cnn());
    return model;
  }

  /** What was announced with a checksum comes from a store, and is checked before it is used. */
  private ModelBundle fetch(ModelAnnouncement announcement) {
    if (announcement.sha256().isEmpty()) {
      return ModelBundle.read(announcement.uri(), keys);
    }
    return ModelBundle.read(
        new BundleCache(CACHE, LARGEST_BUNDLE)
            .fetch(announcement.uri(), announcement.sha256())
            .folder()
            .toString(),
        keys);
  }

  /** The model of a bundle, ready to serve but cold. */
  public ServedModel serve(ModelBundle bundle, Place place) {
    ModelManifest manifest = bundle.manifest();
    StreamingPlan plan = plan(bundle);
    if (!plan.accepted()) {
      throw new BundleException(
          "model "
              + manifest.id()
              + " cannot stream in mode "
              + plan.mode().label()
              + ", "
              + plan.why()
              + ": choose another mode or hop");
    }
    int channels = manifest.input().channels().size();
    if (plan.network().channels() != channels) {
      throw new BundleException(
          "model.json: input.channels has "
              + channels
              + " entries, but the network of model "
              + manifest.id()
              + " takes "
              + plan.network().channels()
              + ": describe each of them");
    }
    Normalisation input = normalisation(manifest.input().channels());
    return new ServedModel(
        manifest.id(),
        StreamedNetwork.compile(plan, Engines.of(compute, place), input.fingerprint()),
        input,
        manifest.labels(),
        manifest.samplingRate());
  }

  /** How the network of a bundle streams. */
  public StreamingPlan plan(ModelBundle bundle) {
    ModelManifest manifest = bundle.manifest();
    Network network =
        OnnxImporter.importModel(
                bundle.onnx(), ImportOptions.standard().withWindow(manifest.window()))
            .network();
    int samples = hop == 0 ? manifest.hop() : hop;
    return Planner.plan(network, PlanRequest.of(samples, mode.or(manifest.streamingMode())));
  }

  private static Normalisation normalisation(List<ModelManifest.Channel> channels) {
    float[] offset = new float[channels.size()];
    float[] scale = new float[channels.size()];
    for (int i = 0; i < offset.length; i++) {
      offset[i] = channels.get(i).offset();
      scale[i] = 1 / channels.get(i).scale();
    }
    return new Normalisation(offset, scale);
  }

  /** What computes the models of one place: they come and go, it stays. */
  private static final class Engines {
    private static final Map<Engine, Kernels> OPEN = new ConcurrentHashMap<>();

    static Kernels of(ComputePath path, Place place) {
      return OPEN.computeIfAbsent(
          new Engine(path, place.gpu()), engine -> KernelChoice.open(engine.path(), engine.gpu()));
    }
  }

  private record Engine(ComputePath path, OptionalInt gpu) {}
}
