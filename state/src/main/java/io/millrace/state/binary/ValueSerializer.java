/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.binary;

import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * A serializer of values that nobody changes: they are shared, not copied. It has no state of its
 * own either.
 *
 * @param <T> what is written
 */
public abstract class ValueSerializer<T> extends BinarySerializer<T> {
  private static final long serialVersionUID = 1L;

  @Override
  public final T copy(T from) {
    return from;
  }

  @Override
  public final boolean isImmutableType() {
    return true;
  }

  @Override
  public final TypeSerializer<T> duplicate() {
    return this;
  }
}
