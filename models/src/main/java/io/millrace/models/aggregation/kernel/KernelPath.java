/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.kernel;

import io.millrace.models.tensor.ComputePaths;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where the aggregation loops are chosen. */
public final class KernelPath {
  private static final Logger LOG = LoggerFactory.getLogger(KernelPath.class);
  private static final String VECTOR_KERNELS =
      "io.millrace.models.aggregation.kernel.vector.VectorAggregation";
  private static final Kernels PLAIN = new PlainKernels();

  private KernelPath() {}

  /** Scalar loops. */
  public static Kernels plain() {
    return PLAIN;
  }

  /** Vector loops, or scalar ones where the module jdk.incubator.vector is missing. */
  public static Kernels best() {
    return Chosen.BEST;
  }

  private static final class Chosen {
    static final Kernels BEST = vectorOrPlain();

    private static Kernels vectorOrPlain() {
      if (!ComputePaths.vectorPresent()) {
        return PLAIN;
      }
      try {
        // By name: the class cannot be linked without the module.
        return Class.forName(VECTOR_KERNELS)
            .asSubclass(Kernels.class)
            .getDeclaredConstructor()
            .newInstance();
      } catch (ReflectiveOperationException | LinkageError e) {
        LOG.warn("Vector kernels cannot be used: aggregation runs as plain loops.", e);
        return PLAIN;
      }
    }
  }
}
