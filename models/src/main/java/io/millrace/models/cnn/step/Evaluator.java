/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.tensor.Kernels;
import java.util.List;
import java.util.Set;

/**
 * Evaluates layers of a network on whole tensors, for many samples at once: the head of a streamed
 * network, or the full window. Immutable and shared by threads; every thread has its {@link
 * Workspace}.
 *
 * <p>Results are the values that no layer given here reads, that another layer of the network
 * reads, or that the network puts out. Tensors are row-major in the shape of their value, unless
 * declared otherwise.
 */
public final class Evaluator implements AutoCloseable {
  private final Program program;
  private final Step[] steps;

  /** Compiles layers whose outside values come row-major. */
  public Evaluator(Network network, List<Layer> layers, Kernels kernels) {
    this(network, layers, kernels, Set.of());
  }

  /**
   * Compiles layers.
   *
   * @param layers in evaluation order
   * @param channelsLast ids of values (1, channels, ...) read from outside whose floats come as
   *     rows of channels: that saves their transposition
   * @throws IllegalArgumentException when a layer reads a value that a later layer computes
   */
  public Evaluator(
      Network network, List<Layer> layers, Kernels kernels, Set<Integer> channelsLast) {
    program = new StepCompiler(network, layers, kernels, channelsLast).compile();
    steps = program.steps().toArray(Step[]::new);
  }

  /** Memory for one thread. */
  public Workspace workspace(int maxBatch) {
    if (maxBatch < 1) {
      throw new IllegalArgumentException("maxBatch must be positive: " + maxBatch);
    }
    return new Workspace(this, maxBatch, program.allocate(maxBatch));
  }

  /**
   * Evaluates the first samples. Each sample's results are the same whatever else is in the batch,
   * on the Java compute paths bitwise.
   *
   * @throws IllegalArgumentException when the batch exceeds the workspace or it is not of this
   *     evaluator
   */
  public void run(Workspace workspace, int batch) {
    if (workspace.owner() != this) {
      throw new IllegalArgumentException("the workspace belongs to another evaluator");
    }
    if (batch < 0 || batch > workspace.maxBatch()) {
      throw new IllegalArgumentException(
          "batch %d is outside of [0, %d]".formatted(batch, workspace.maxBatch()));
    }
    for (Step step : steps) {
      step.run(workspace, batch);
    }
  }

  int slotOf(int valueId) {
    Integer slot = program.visible().get(valueId);
    if (slot == null) {
      throw new IllegalArgumentException(
          "value %d is neither read from outside nor a result of the evaluated layers"
              .formatted(valueId));
    }
    return slot;
  }

  @Override
  public void close() {
    program.steps().forEach(Step::close);
  }
}
