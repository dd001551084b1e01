/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

/** Brings faults of some kinds about. */
interface Injector extends AutoCloseable {
  boolean handles(FaultKind kind);

  /**
   * Begins a fault.
   *
   * @throws SkippedException when that is not possible here
   */
  void begin(Fault fault) throws SkippedException;

  /** Ends it. */
  void end(Fault fault);

  /** Ends all there is. */
  @Override
  default void close() {}
}
