/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.pipeline;

import java.io.Serializable;

/**
 * Events of many streams from memory, for next to nothing. The same number gives the same event.
 *
 * @param <E> the events
 */
interface Feed<E> extends Serializable {
  /**
   * @param number from 0, in the order of event time
   */
  E event(long number);
}
