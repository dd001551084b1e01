/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.hot;

import java.io.IOException;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.runtime.state.KeyedStateBackend;

/**
 * Flink's keyed state as the cold store. Every access makes the key the backend's current one.
 *
 * @param <K> the key
 * @param <S> the state
 */
public final class KeyedColdStore<K, S> implements ColdStore<K, S> {
  private final KeyedStateBackend<K> backend;
  private final ValueState<S> values;
  private final boolean shares;

  /**
   * @param backend of the operator
   * @param values a state registered with that backend
   */
  public KeyedColdStore(KeyedStateBackend<K> backend, ValueState<S> values) {
    this.backend = backend;
    this.values = values;
    this.shares = !backend.isSafeToReuseKVState();
  }

  @Override
  public S read(K key) throws IOException {
    backend.setCurrentKey(key);
    return values.value();
  }

  @Override
  public void write(K key, S state) throws IOException {
    backend.setCurrentKey(key);
    values.update(state);
  }

  @Override
  public void delete(K key) {
    backend.setCurrentKey(key);
    values.clear();
  }

  /** True for heap backends, which copy on write by entry, unaware of changes inside an object. */
  @Override
  public boolean sharesObjects() {
    return shares;
  }
}
