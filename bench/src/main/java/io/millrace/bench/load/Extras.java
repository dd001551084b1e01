/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.bench.load;

import java.util.function.Consumer;

/** Records that go to a job besides its events. */
public interface Extras {
  /** No such records. */
  Extras NONE = (due, millis, records) -> {};

  /**
   * Sends what is to come before an event.
   *
   * @param due when the event is due, in seconds since the beginning
   * @param millis its event time
   */
  void before(double due, long millis, Consumer<InputRecord> records);
}
