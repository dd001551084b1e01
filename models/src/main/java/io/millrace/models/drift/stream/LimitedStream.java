/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.stream;

/** The beginning of a stream. */
final class LimitedStream implements InstanceStream {
  private final InstanceStream stream;
  private long left;

  LimitedStream(InstanceStream stream, long instances) {
    if (instances < 0) {
      throw new IllegalArgumentException(
          "a limit of " + instances + " instances: it must be 0 or more");
    }
    this.stream = stream;
    left = instances;
  }

  @Override
  public StreamSchema schema() {
    return stream.schema();
  }

  @Override
  public boolean next(Instance into) {
    if (left == 0 || !stream.next(into)) {
      return false;
    }
    left--;
    return true;
  }

  @Override
  public void close() {
    stream.close();
  }
}
