/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.neural;

import io.millrace.models.tensor.ComputePaths;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where the kernels of small networks are chosen. */
public final class NeuralPath {
  private static final Logger LOG = LoggerFactory.getLogger(NeuralPath.class);
  private static final String VECTOR_KERNELS =
      "io.millrace.models.neural.vector.VectorNeuralKernels";
  private static final NeuralKernels PLAIN = new PlainNeuralKernels();

  private NeuralPath() {}

  /** Scalar loops. */
  public static NeuralKernels plain() {
    return PLAIN;
  }

  /** Vector kernels, or scalar loops where the module jdk.incubator.vector is missing. */
  public static NeuralKernels best() {
    return Chosen.BEST;
  }

  private static final class Chosen {
    static final NeuralKernels BEST = vectorOrPlain();

    private static NeuralKernels vectorOrPlain() {
      if (!ComputePaths.vectorPresent()) {
        return PLAIN;
      }
      try {
        // By name: the class cannot be linked without the module.
        return Class.forName(VECTOR_KERNELS)
            .asSubclass(NeuralKernels.class)
            .getDeclaredConstructor()
            .newInstance();
      } catch (ReflectiveOperationException | LinkageError e) {
        LOG.warn("Vector kernels cannot be used: small networks run as plain loops.", e);
        return PLAIN;
      }
    }
  }
}
