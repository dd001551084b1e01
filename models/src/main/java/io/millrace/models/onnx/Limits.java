/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

/**
 * What an import may cost. A file that asks for more is refused before the memory is taken.
 *
 * @param fileBytes size of the model file, and of its external data together
 * @param nodes nodes of the graph
 * @param rank axes of a tensor
 * @param constantBytes memory for constants, intermediate results of folding included
 * @param foldingSteps elementary operations spent on folding
 * @param activationElements elements of one tensor that depends on the signal
 */
public record Limits(
    long fileBytes,
    int nodes,
    int rank,
    long constantBytes,
    long foldingSteps,
    long activationElements) {
  public Limits {
    if (fileBytes < 1
        || nodes < 1
        || rank < 3
        || constantBytes < 1
        || foldingSteps < 1
        || activationElements < 1
        || activationElements > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "limits must be positive, rank at least 3 and activationElements below 2^31: fileBytes="
              + fileBytes
              + " nodes="
              + nodes
              + " rank="
              + rank
              + " constantBytes="
              + constantBytes
              + " foldingSteps="
              + foldingSteps
              + " activationElements="
              + activationElements);
    }
  }

  /** Files up to 512 MiB, less on a heap of under 2 GiB: file and constants take half of it. */
  public static Limits standard() {
    long heap = Runtime.getRuntime().maxMemory();
    return new Limits(
        Math.min(512L << 20, heap / 4),
        100_000,
        8,
        Math.min(2L << 30, heap / 4),
        1L << 30,
        1 << 28);
  }
}
