/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.tensor;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds the compute paths that this process can use. */
public final class ComputePaths {
  private static final Logger LOG = LoggerFactory.getLogger(ComputePaths.class);
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  private static final String VECTOR_KERNELS = "io.millrace.models.tensor.vector.VectorKernels";
  private static final Kernels PLAIN = new PlainKernels();

  private ComputePaths() {}

  /** Scalar loops. */
  public static Kernels plain() {
    return PLAIN;
  }

  /** The fastest Java path: vector kernels, or plain loops where the vector module is missing. */
  public static Kernels best() {
    return Java.BEST;
  }

  /** Whether this process runs with the vector module. */
  public static boolean vectorPresent() {
    return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
  }

  /**
   * Runs the inner loops of {@link #best()} until they are compiled, or the limit is over. Vector
   * code is some hundred times slower before it is compiled, so that the first batches of a stream
   * would queue up.
   *
   * @return whether all loops became fast in time
   */
  public static boolean warmUp(Duration limit) {
    return new WarmUp(best()).run(limit);
  }

  private static Kernels vectorOrPlain() {
    if (!vectorPresent()) {
      LOG.warn(
          "The Java vector module is missing: convolutions run as plain loops, some 20 times slower."
              + " Add --add-modules {} to the JVM's options (env.java.opts.all in Flink).",
          VECTOR_MODULE);
      return PLAIN;
    }
    try {
      // By name: the class cannot be linked without the module.
      return Class.forName(VECTOR_KERNELS)
          .asSubclass(Kernels.class)
          .getDeclaredConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | LinkageError e) {
      LOG.warn("Vector kernels cannot be used: convolutions run as plain loops.", e);
      return PLAIN;
    }
  }

  /** Chosen once, so that the warning comes once. */
  private static final class Java {
    static final Kernels BEST = vectorOrPlain();
  }
}
