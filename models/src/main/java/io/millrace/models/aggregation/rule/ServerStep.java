/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.aggregation.rule;

/**
 * Moves parameters along the direction of a round. Every parameter is moved by itself, so that any
 * cut into fragments gives the same result. Implementations are stateless; the state is handed in.
 */
public interface ServerStep {
  /** Floats of state per parameter. */
  int slots();

  /** The value that fresh state has, per slot. */
  default float initial(int slot) {
    return 0;
  }

  /**
   * Moves parameters.
   *
   * @param state one array per slot, as long as the parameters; changed
   * @param round steps made before, 0 for the first
   * @param parameters changed
   * @param direction where the updates want to go: minus the gradient
   */
  void apply(float[][] state, long round, float[] parameters, float[] direction);

  /** Fresh state for so many parameters. */
  default float[][] open(int length) {
    float[][] state = new float[slots()][length];
    for (int s = 0; s < state.length; s++) {
      java.util.Arrays.fill(state[s], initial(s));
    }
    return state;
  }
}
