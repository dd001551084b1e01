/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.stream;

/** Instances, one after the other. For one thread. */
public interface InstanceStream extends AutoCloseable {
  /**
   * What the instances look like, as far as is known: new nominal values and classes that a stream
   * meets are in the schema it gives afterwards, behind the old ones. The attributes stay.
   */
  StreamSchema schema();

  /**
   * Fills in the next instance.
   *
   * @param into has as many values as the schema has attributes
   * @return false when the stream is at its end, and the instance untouched
   */
  boolean next(Instance into);

  /** Nothing to close, unless a stream reads a file. */
  @Override
  default void close() {}

  /**
   * The first instances of this stream.
   *
   * @param instances at most so many, 0 or more
   */
  default InstanceStream limit(long instances) {
    return new LimitedStream(this, instances);
  }
}
