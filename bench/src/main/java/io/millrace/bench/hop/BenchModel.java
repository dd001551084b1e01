/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.hop;

import io.millrace.jobs.model.ModelBundle;
import io.millrace.models.cnn.Mode;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.plan.PlanRequest;
import io.millrace.models.cnn.plan.Planner;
import io.millrace.models.cnn.plan.StreamingPlan;
import io.millrace.models.onnx.ImportOptions;
import io.millrace.models.onnx.OnnxImporter;

/**
 * A model to measure.
 *
 * @param name for the report
 * @param onnx the file's bytes
 * @param network the same as a layer graph
 * @param hop samples between two predictions
 */
public record BenchModel(String name, byte[] onnx, Network network, int hop) {
  private static final String SHIPPED = "builtin:ecg/1";

  /**
   * Imports a model.
   *
   * @param window samples of the input, which the file may leave open
   * @throws io.millrace.models.onnx.ModelImportException as {@link OnnxImporter}
   */
  public static BenchModel of(String name, byte[] onnx, int window, int hop) {
    Network network =
        OnnxImporter.importModel(onnx, ImportOptions.standard().withWindow(window)).network();
    return new BenchModel(name, onnx, network, hop);
  }

  /** The electrocardiogram model that ships with Millrace. */
  public static BenchModel shipped() {
    ModelBundle bundle = ModelBundle.read(SHIPPED);
    return of(
        bundle.manifest().name(),
        bundle.onnx(),
        bundle.manifest().window(),
        bundle.manifest().hop());
  }

  /** How it streams in a mode. */
  public StreamingPlan plan(Mode mode) {
    return Planner.plan(network, PlanRequest.of(hop, mode));
  }
}
