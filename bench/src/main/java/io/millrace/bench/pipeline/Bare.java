/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

/** What a job's operator computes, without Flink, in one thread. */
interface Bare extends AutoCloseable {
  /** Computes the next event or the next few. */
  void step();

  /** Events since the beginning. */
  long events();

  /** Bytes that a stream has to remember. */
  long bytesPerKey();

  @Override
  void close();
}
