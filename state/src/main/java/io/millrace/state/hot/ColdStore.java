/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.hot;

import java.io.IOException;

/**
 * Where states live when they are not hot, and what survives a failure.
 *
 * @param <K> the key
 * @param <S> the state
 */
public interface ColdStore<K, S> {
  /** The state of the key, or null when there is none. */
  S read(K key) throws IOException;

  void write(K key, S state) throws IOException;

  void delete(K key) throws IOException;

  /**
   * Whether the store hands out and keeps references to objects instead of their bytes. Objects of
   * such a store must not be changed any more once a snapshot of it may be under way, so {@link
   * HotState#writeBack()} forgets them.
   */
  boolean sharesObjects();
}
