/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn;

/**
 * What a {@link StreamingCnn} remembers of one stream between two hops. Flat, so that it serialises
 * as one block.
 *
 * <p>The layout of {@code history} belongs to the model that made the state; {@code fingerprint}
 * tells which one that was.
 */
public final class CnnState {
  private final long fingerprint;
  private final float[] history;
  private long hops;

  /**
   * A state as it was saved, or a fresh one.
   *
   * @param fingerprint of the plan that lays out the history
   * @param hops engine hops taken since the stream began or was reset
   * @param history retained rows of all tensors, in the plan's order
   */
  public CnnState(long fingerprint, long hops, float[] history) {
    this.fingerprint = fingerprint;
    this.hops = hops;
    this.history = history;
  }

  public long fingerprint() {
    return fingerprint;
  }

  public long hops() {
    return hops;
  }

  /** The live array, not a copy. */
  public float[] history() {
    return history;
  }

  /** Counts one more hop. */
  public void advance() {
    hops++;
  }
}
