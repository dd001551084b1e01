/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.share;

import io.millrace.jobs.worker.GlobalModel;
import io.millrace.jobs.worker.ModelReader;
import io.millrace.models.follow.ParameterVersion;
import io.millrace.models.shape.ModelShape;
import io.millrace.schemas.ModelReference;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Versions that the aggregation job merged of what learners sent. */
public final class MergedVersions implements Versions {
  /** What the aggregation job says that its models are for. */
  private static final String TASK = "parameters";

  private static final long serialVersionUID = 1L;
  private static final float MOST = 1e6f;

  private final String model;
  private final TreeMap<String, String> learners;
  private final ShapeSource shape;
  private final String cache;
  private transient ModelReader reader;
  private transient ModelShape expected;

  /** What the model's tensors are; it may be null where only learners can tell. */
  public interface ShapeSource extends Supplier<ModelShape>, Serializable {}

  /**
   * @param model that the learners share
   * @param learners by the name under which their versions are announced
   * @param shape that versions must have, or null
   * @param cache a folder for copies of versions that lie in a store
   */
  public MergedVersions(String model, Map<String, String> learners, ShapeSource shape, Path cache) {
    this.model = model;
    this.learners = new TreeMap<>(learners);
    this.shape = shape;
    this.cache = cache.toString();
  }

  @Override
  public ParameterVersion read(ModelReference reference) {
    String name = reference.getModel();
    boolean own = name.equals(model) || name.startsWith(model + '+');
    if (!own || reference.getNumber() < 0 || !reference.getTask().equals(TASK)) {
      return null;
    }
    String whose = learners.get(name);
    if (whose == null) {
      throw new IllegalArgumentException(
          "model '"
              + name
              + "' belongs to no learner of this job, which has "
              + String.join(", ", learners.keySet())
              + ": split the stream here too, or share under another millrace.share.model");
    }
    if (reader == null) {
      reader = new ModelReader(Path.of(cache), false);
      expected = shape == null ? null : shape.get();
    }
    GlobalModel global = reader.read(reference);
    if (expected != null && !expected.equals(global.shape())) {
      throw new IllegalArgumentException(
          "%s has %d parameters in %d tensors, the learners of this job have %d in %d: share among jobs of the same settings"
              .formatted(
                  label(reference),
                  global.shape().values(),
                  global.shape().tensors().size(),
                  expected.values(),
                  expected.tensors().size()));
    }
    return new ParameterVersion(whose, global.version(), label(reference), sound(global));
  }

  private static String label(ModelReference reference) {
    return reference.getModel() + '/' + reference.getNumber();
  }

  private static float[] sound(GlobalModel global) {
    float[] values = global.flat();
    for (int i = 0; i < values.length; i++) {
      if (!(Math.abs(values[i]) <= MOST)) {
        throw new IllegalArgumentException(
            "%s/%d: parameter %d is %s, learners go on from numbers up to %s only"
                .formatted(global.name(), global.version(), i, values[i], MOST));
      }
    }
    return values;
  }
}
