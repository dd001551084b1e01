/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.file.wfdb;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which records of the MIT-BIH Arrhythmia Database are for what: de Chazal's division into two sets
 * without common patients (see {@link BeatClass}), which leaves out the paced ones.
 */
public final class MitBih {
  /** The extension of the reference annotations. */
  public static final String ANNOTATOR = "atr";

  /** For training. */
  public static final List<String> DS1 =
      List.of(
          "101", "106", "108", "109", "112", "114", "115", "116", "118", "119", "122", "124", "201",
          "203", "205", "207", "208", "209", "215", "220", "223", "230");

  /** For tests. */
  public static final List<String> DS2 =
      List.of(
          "100", "103", "105", "111", "113", "117", "121", "123", "200", "202", "210", "212", "213",
          "214", "219", "221", "222", "228", "231", "232", "233", "234");

  /** Records of patients with a pacemaker. */
  public static final List<String> PACED = List.of("102", "104", "107", "217");

  private MitBih() {}

  /** All 48 records, sorted. */
  public static List<String> all() {
    return Stream.of(DS1, DS2, PACED).flatMap(List::stream).sorted().toList();
  }
}
