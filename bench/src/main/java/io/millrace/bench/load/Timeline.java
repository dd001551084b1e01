/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

/** When each event of a job is due. Events are numbered from 0. */
public interface Timeline {
  /** All events. */
  long events();

  /**
   * When an event is due, in seconds since the beginning.
   *
   * @param event 0 up to and including {@link #events}, which gives the end
   */
  double due(long event);
}
