/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.hot;

/**
 * The place of one key in the hot tier. Valid until the bundle ends in which it was acquired.
 *
 * @param <K> the key
 * @param <S> the state
 */
public final class Slot<K, S> {
  private final K key;
  private S state;
  private Object note;

  // Kept by HotState: the neighbours in order of use, and where this entry stands.
  Slot<K, S> newer;
  Slot<K, S> older;
  long bytes;
  long bundle;
  boolean dirty;

  Slot(K key, S state) {
    this.key = key;
    this.state = state;
  }

  public K key() {
    return key;
  }

  /** The live object, or null when the key has no state. */
  public S state() {
    return state;
  }

  void replace(S newState) {
    state = newState;
  }

  /** What the current bundle noted here, or null; forgotten at the bundle's end. */
  public Object note() {
    return note;
  }

  /** Notes something for the rest of the bundle, to be found again without a look-up. */
  public void note(Object newNote) {
    note = newNote;
  }
}
