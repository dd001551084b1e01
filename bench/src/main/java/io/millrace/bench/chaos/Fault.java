/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.chaos;

import java.time.Duration;

/**
 * Something that goes wrong at a time.
 *
 * @param at since the beginning
 * @param lasting zero where it is over at once
 * @param draw picks the victim where there are several, 0 or more
 */
record Fault(FaultKind kind, Duration at, Duration lasting, int draw) {
  Duration end() {
    return at.plus(lasting);
  }
}
