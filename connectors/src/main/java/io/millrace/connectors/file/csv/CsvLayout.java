/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.file.csv;

import java.util.List;

/**
 * What a table looks like.
 *
 * @param delimiter what separates columns
 * @param header whether the first line names the columns
 * @param columns which columns are the channels: their names, or their numbers from 1 where there
 *     are no names; empty for all
 * @param samplingRate lines per second
 */
public record CsvLayout(char delimiter, boolean header, List<String> columns, float samplingRate) {
  public CsvLayout {
    columns = List.copyOf(columns);
    if (!(samplingRate > 0) || Float.isInfinite(samplingRate)) {
      throw new IllegalArgumentException(
          "A sampling rate of " + samplingRate + " lines per second; it must be positive");
    }
  }
}
