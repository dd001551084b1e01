/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.contract;

/**
 * What an operator is fed.
 *
 * @param <I> the keyed input
 * @param <C> the broadcast input
 */
public sealed interface Element<I, C> {
  /** A record of the keyed input. */
  record Keyed<I, C>(I value, long timestamp) implements Element<I, C> {}

  /** A record of the broadcast input. */
  record Broadcast<I, C>(C value) implements Element<I, C> {}

  /** A watermark of the keyed input. */
  record Mark<I, C>(long timestamp) implements Element<I, C> {}
}
