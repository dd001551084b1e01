/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.file.PublicData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The published sets have the published numbers of instances and classes. */
class PublicStreamsTest {
  private static long[] counts(InstanceReader reader) throws IOException {
    try (reader) {
      double[] x = new double[reader.columns().size()];
      long[] counts = new long[10];
      while (reader.next(x)) {
        counts[reader.label()]++;
      }
      return counts;
    }
  }

  @Test
  void electricityHas45312Instances() throws IOException {
    Path file = PublicData.resolve("drift/electricity.arff.gz");
    assertThat(counts(InstanceReader.open(file, TableLayout.AUTOMATIC)))
        .startsWith(19_237, 26_075, 0);
  }

  @Test
  void covertypeHasSevenClassesAndScalesItsFirstTenColumns() throws IOException {
    Path file = PublicData.resolve("drift/covtype.csv.gz");
    TableLayout layout =
        TableLayout.AUTOMATIC
            .nominal(List.of("11-54"))
            .classes(List.of("1", "2", "3", "4", "5", "6", "7"))
            .scaled(10);
    InstanceReader reader = InstanceReader.open(file, layout);
    assertThat(reader.columns()).hasSize(54);
    double[] first = new double[54];
    assertThat(reader.next(first)).isTrue();
    assertThat(first[0]).isBetween(0.36, 0.37);
    assertThat(reader.label()).isEqualTo(4);
    assertThat(counts(reader))
        .startsWith(211_840, 283_301, 35_754, 2_747, 9_493 - 1, 17_367, 20_510, 0);
  }

  @Test
  void airlinesNamesAreFoundOut() throws IOException {
    Path file = PublicData.resolve("drift/airlines.csv.gz");
    InstanceReader reader = InstanceReader.open(file, TableLayout.AUTOMATIC);
    assertThat(reader.columns())
        .extracting(Column::nominal)
        .containsExactly(true, false, true, true, false, false, false);
    long[] counts = counts(reader);
    assertThat(counts[0] + counts[1]).isEqualTo(539_383);
    assertThat(reader.columns().get(2).values()).hasSize(293);
  }
}
