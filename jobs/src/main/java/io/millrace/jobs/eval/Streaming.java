/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

import java.util.List;

/** Something that classifies recordings as streams. */
@FunctionalInterface
interface Streaming {
  /**
   * Plays recordings and gathers what is said of them.
   *
   * @param progress told how many windows have been classified so far
   * @return one result per recording, in the same order
   */
  Result classify(
      List<EcgRecord> records, WindowGrid grid, java.util.function.LongConsumer progress);

  /**
   * What came of it.
   *
   * @param deadLetters records that the job refused
   * @param seconds from the first frame until the last prediction was committed
   */
  record Result(List<StreamedRecord> records, long deadLetters, double seconds) {}
}
