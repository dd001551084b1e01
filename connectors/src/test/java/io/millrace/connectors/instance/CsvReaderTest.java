/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.instance.TableLayout.Header;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReaderTest {
  @TempDir Path folder;

  private CsvReader open(TableLayout layout, String... lines) throws IOException {
    return CsvReader.open(Lines.write(folder, "t.csv", lines), layout);
  }

  @Test
  void aHeaderAndNamesAreFoundOut() throws IOException {
    CsvReader reader =
        open(
            TableLayout.AUTOMATIC,
            "Airline,Flight,From,Delay",
            "CO, 269, SFO, 1",
            "US, 1558, PHX, 0",
            "US, , SFO, 1");
    assertThat(reader.columns())
        .containsExactly(
            Column.nominal("Airline", List.of("CO", "US")),
            Column.numeric("Flight"),
            Column.nominal("From", List.of("SFO", "PHX")));
    assertThat(reader.classes()).containsExactly("1", "0");
    assertThat(Lines.read(reader))
        .containsExactly(
            new double[] {0, 269, 0, 0},
            new double[] {1, 1558, 1, 1},
            new double[] {1, Double.NaN, 0, 0});
  }

  @Test
  void namesAndClassesThatTurnUpLateAreTakenIn() throws IOException {
    String[] lines = new String[1500];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = i < 1400 ? "x,1,a" : "late,1,b";
    }
    CsvReader reader = open(TableLayout.AUTOMATIC, lines);
    assertThat(reader.classes()).containsExactly("a");
    assertThat(Lines.read(reader).get(1499)).containsExactly(1, 1, 1);
    assertThat(reader.classes()).containsExactly("a", "b");
    assertThat(reader.columns().get(0).values()).containsExactly("x", "late");
  }

  @Test
  void withoutHeaderColumnsAreNumbered() throws IOException {
    CsvReader reader = open(TableLayout.AUTOMATIC, "1.5,x,a", "2.5,y,b");
    assertThat(reader.columns()).extracting(Column::name).containsExactly("column1", "column2");
    assertThat(Lines.read(reader))
        .containsExactly(new double[] {1.5, 0, 0}, new double[] {2.5, 1, 1});
  }

  @Test
  void aHeaderCanBePrescribedOrDenied() throws IOException {
    assertThat(Lines.read(open(TableLayout.AUTOMATIC.header(Header.ABSENT), "a,b", "c,d")))
        .hasSize(2);
    CsvReader reader = open(TableLayout.AUTOMATIC.header(Header.PRESENT), "1,2", "c,d");
    assertThat(reader.columns().get(0).name()).isEqualTo("1");
    assertThat(Lines.read(reader)).hasSize(1);
  }

  @Test
  void columnsCanBeListedAsNominalByNameNumberAndRange() throws IOException {
    TableLayout layout =
        TableLayout.AUTOMATIC.nominal(List.of("b", "3-4")).classColumn("1").classes(List.of("7"));
    CsvReader reader = open(layout, "c,b,x,y,z", "5,1,1,1,1", "7,2,2,2,2");
    assertThat(reader.columns())
        .extracting(Column::nominal)
        .containsExactly(true, true, true, false);
    assertThat(Lines.read(reader))
        .containsExactly(new double[] {0, 0, 0, 1, 1}, new double[] {1, 1, 1, 2, 0});
    assertThat(reader.classes()).containsExactly("7", "5");
  }

  @Test
  void quotedFieldsMayHoldDelimiters() throws IOException {
    assertThat(Lines.read(open(TableLayout.AUTOMATIC, "\"a, b\",1,\"x\"\"y\"", "c,2,z")))
        .hasSize(2);
    assertThat(Lines.read(open(TableLayout.AUTOMATIC.delimiter(';'), "1,5;2;a", "1,5;3;b")))
        .containsExactly(new double[] {0, 2, 0}, new double[] {0, 3, 1});
  }

  @Test
  void missingAndSpecialNumbersAreUnderstood() throws IOException {
    assertThat(
            Lines.read(
                open(TableLayout.AUTOMATIC, "1,?,a", ",2,b", "NaN,NA,?", "-Infinity,1e400,a")))
        .containsExactly(
            new double[] {1, Double.NaN, 0},
            new double[] {Double.NaN, 2, 1},
            new double[] {Double.NaN, Double.NaN, -1},
            new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, 0});
  }

  @Test
  void aNameThatTurnsUpLateInANumericColumnNamesItsPlaceAndTheRemedy() throws IOException {
    String[] lines = new String[1500];
    for (int i = 0; i < lines.length; i++) {
      lines[i] = i + ",1,a";
    }
    lines[1200] = "12,oops,a";
    CsvReader reader = open(TableLayout.AUTOMATIC, lines);
    assertThatThrownBy(() -> Lines.read(reader))
        .isInstanceOf(InstanceException.class)
        .hasMessageContaining("t.csv, line 1201")
        .hasMessageContaining("column 2 ('column2')")
        .hasMessageContaining("'oops'")
        .hasMessageContaining("list the column as nominal");
  }

  @Test
  void mistakesAreNamed() {
    assertThatThrownBy(() -> Lines.read(open(TableLayout.AUTOMATIC, "1,2,a", "", "1,b")))
        .hasMessageContaining("line 3: 2 columns instead of 3");
    assertThatThrownBy(() -> open(TableLayout.AUTOMATIC)).hasMessageContaining("it is empty");
    assertThatThrownBy(() -> open(TableLayout.AUTOMATIC, "1;2;a"))
        .hasMessageContaining("is the delimiter right?");
    assertThatThrownBy(() -> open(TableLayout.AUTOMATIC.classColumn("9"), "1,2,a"))
        .hasMessageContaining("no column '9' for the class");
    assertThatThrownBy(() -> open(TableLayout.AUTOMATIC.nominal(List.of("q")), "1,2,a"))
        .hasMessageContaining("no column 'q' for the nominal columns");
    assertThatThrownBy(() -> open(TableLayout.AUTOMATIC.header(Header.PRESENT), "a,a,b"))
        .hasMessageContaining("two columns are called 'a'");
  }

  @Test
  void theFirstColumnsAreScaledByTheWholeFile() throws IOException {
    Path file = Lines.write(folder, "s.csv.gz", "1,7,10,a", "3,7,20,b", "2,7,30,a", "?,7,30,a");
    assertThat(Lines.read(InstanceReader.open(file, TableLayout.AUTOMATIC.scaled(2))))
        .containsExactly(
            new double[] {0, 0, 10, 0},
            new double[] {1, 0, 20, 1},
            new double[] {0.5, 0, 30, 0},
            new double[] {Double.NaN, 0, 30, 0});
  }

  @Test
  void theEndingSaysWhatAFileIs() throws IOException {
    Path tabs = Lines.write(folder, "t.tsv", "1\t2\ta", "2\t3\tb");
    assertThat(Lines.read(InstanceReader.open(tabs, TableLayout.AUTOMATIC))).hasSize(2);
    Path other = Lines.write(folder, "t.xls", "1");
    assertThatThrownBy(() -> InstanceReader.open(other, TableLayout.AUTOMATIC))
        .hasMessageContaining("use .arff, .csv or .tsv");
  }
}
