/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.binary;

import java.io.Serializable;
import java.util.function.Supplier;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;

/**
 * The type information of a class that has a {@link BinarySerializer}.
 *
 * @param <T> the class
 */
public final class BinaryType<T> extends TypeInformation<T> {
  private static final long serialVersionUID = 1L;

  /** Makes the serializer on whatever machine needs it. */
  public interface SerializerSource<T> extends Supplier<BinarySerializer<T>>, Serializable {}

  private final Class<T> type;
  private final SerializerSource<T> source;

  private BinaryType(Class<T> type, SerializerSource<T> source) {
    this.type = type;
    this.source = source;
  }

  public static <T> BinaryType<T> of(Class<T> type, SerializerSource<T> source) {
    return new BinaryType<>(type, source);
  }

  /** For generic records, whose class object knows no parameters. */
  @SuppressWarnings("unchecked")
  public static <T> BinaryType<T> ofRaw(Class<? super T> type, SerializerSource<T> source) {
    return new BinaryType<>((Class<T>) type, source);
  }

  @Override
  public boolean isBasicType() {
    return false;
  }

  @Override
  public boolean isTupleType() {
    return false;
  }

  @Override
  public int getArity() {
    return 1;
  }

  @Override
  public int getTotalFields() {
    return 1;
  }

  @Override
  public Class<T> getTypeClass() {
    return type;
  }

  @Override
  public boolean isKeyType() {
    return false;
  }

  @Override
  public TypeSerializer<T> createSerializer(SerializerConfig config) {
    return source.get();
  }

  @Override
  public String toString() {
    return "BinaryType(" + type.getSimpleName() + ")";
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof BinaryType;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BinaryType<?> that
        && that.type == type
        && that.source.get().equals(source.get());
  }

  @Override
  public int hashCode() {
    return type.hashCode();
  }
}
