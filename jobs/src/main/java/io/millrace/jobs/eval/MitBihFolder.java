/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

import io.millrace.connectors.file.wfdb.MitBih;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Finds the database in a folder. */
public final class MitBihFolder {
  private MitBihFolder() {}

  /**
   * The folder with the records: the given one, or {@code mitdb} or {@code signal/mitdb} in it.
   *
   * @param records that must be there, such as {@link MitBih#DS2}
   * @throws IllegalArgumentException when there is none, or a record is missing
   */
  public static Path find(Path data, List<String> records) {
    Path folder =
        Stream.of(data, data.resolve("mitdb"), data.resolve("signal").resolve("mitdb"))
            .filter(MitBihFolder::hasRecords)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "no records of the MIT-BIH Arrhythmia Database in "
                            + data
                            + ", its mitdb or its signal/mitdb: unpack"
                            + " https://physionet.org/content/mitdb/1.0.0/ there"));
    List<String> missing =
        records.stream()
            .filter(
                name ->
                    !Files.isRegularFile(folder.resolve(name + ".hea"))
                        || !Files.isRegularFile(folder.resolve(name + ".dat"))
                        || !Files.isRegularFile(folder.resolve(name + "." + MitBih.ANNOTATOR)))
            .toList();
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(
          folder + " lacks .hea, .dat or .atr of the records " + missing + ": download them too");
    }
    return folder;
  }

  private static boolean hasRecords(Path folder) {
    return MitBih.all().stream().anyMatch(name -> Files.exists(folder.resolve(name + ".hea")));
  }
}
