/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.onnx;

/**
 * Counts what an import has taken of its {@link Limits}. Memory is claimed before it is allocated
 * and never given back: a file whose constants come and go a thousand times is as suspicious as one
 * that holds them.
 */
final class Budget {
  private final Limits limits;
  private long bytes;
  private long steps;

  Budget(Limits limits) {
    this.limits = limits;
  }

  /** So many floats. */
  void floats(long elements) {
    claim(elements, Float.BYTES);
  }

  /** So many longs. */
  void longs(long elements) {
    claim(elements, Long.BYTES);
  }

  private void claim(long elements, int width) {
    if (elements < 0 || elements > Integer.MAX_VALUE - 8 || elements * width > remaining()) {
      throw ModelImportException.tooLarge(
          "constants need more than "
              + limits.constantBytes()
              + " bytes (the next tensor has "
              + elements
              + " elements): raise the limit constantBytes if the file can be trusted");
    }
    bytes += elements * width;
    steps(elements);
  }

  private long remaining() {
    return limits.constantBytes() - bytes;
  }

  /** So many elementary operations. */
  void steps(long count) {
    if (count < 0 || count > limits.foldingSteps() - steps) {
      throw ModelImportException.tooLarge(
          "folding the constants takes more than "
              + limits.foldingSteps()
              + " steps: fold the file with its exporter, or raise the limit foldingSteps");
    }
    steps += count;
  }
}
