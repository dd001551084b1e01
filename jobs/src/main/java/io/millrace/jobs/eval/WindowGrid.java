/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

import io.millrace.jobs.model.ModelManifest;

/**
 * Which windows a recording has and what part of the signal each decides about. Window i covers the
 * samples from {@code i * hop} to its end at {@code window + i * hop}; its target block begins
 * {@code targetStart} samples before that end. Blocks of consecutive windows neither overlap nor
 * leave gaps, so that every sample but those at the edges is decided about once.
 *
 * @param window samples
 * @param hop samples from one window to the next, and the length of a block
 * @param targetStart samples from the first one of the block to the window's end
 */
public record WindowGrid(int window, int hop, int targetStart) {
  public WindowGrid {
    if (window < 1 || hop < 1 || targetStart < hop || targetStart > window) {
      throw new IllegalArgumentException(
          "window "
              + window
              + ", hop "
              + hop
              + ", target "
              + targetStart
              + " samples before the end: the target block must lie in the window");
    }
  }

  /**
   * The grid of a model.
   *
   * @throws IllegalArgumentException when it decides about no block, or not about one per hop
   */
  public static WindowGrid of(ModelManifest manifest) {
    ModelManifest.Target target = manifest.target();
    if (target == null || target.length() != manifest.hop()) {
      throw new IllegalArgumentException(
          "model "
              + manifest.id()
              + " has the target "
              + target
              + " and the hop "
              + manifest.hop()
              + ": only models that decide about one block per hop can be evaluated; give the"
              + " manifest a target whose length is the hop");
    }
    return new WindowGrid(manifest.window(), manifest.hop(), target.startBeforeEnd());
  }

  /** How many full windows a signal has. */
  public int windows(long samples) {
    return samples < window ? 0 : Math.toIntExact((samples - window) / hop + 1);
  }

  /** The number of the sample after a window's last. */
  public long end(int index) {
    return window + (long) index * hop;
  }

  /** The window that ends before a sample, or -1 where none does. */
  public int endingAt(long end) {
    long behind = end - window;
    return behind < 0 || behind % hop != 0 ? -1 : Math.toIntExact(behind / hop);
  }

  /** The window that decides about a sample; below 0 for samples before the first block. */
  public int deciding(long sample) {
    return Math.toIntExact(Math.floorDiv(sample - (window - targetStart), (long) hop));
  }
}
