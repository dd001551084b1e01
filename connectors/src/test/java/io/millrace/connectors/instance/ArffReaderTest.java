/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ArffReaderTest {
  @TempDir Path folder;

  private ArffReader open(String... lines) throws IOException {
    return ArffReader.open(Lines.write(folder, "a.arff", lines), "");
  }

  @Test
  void denseRowsBecomeNumbersAndCodes() throws IOException {
    ArffReader reader =
        open(
            "% a comment",
            "@RELATION test",
            "",
            "@attribute temperature REAL",
            "@Attribute sky {sunny, overcast,rain}",
            "@attribute play {no,yes}",
            "@data",
            "% another",
            "21.5,rain,yes",
            "",
            "-3e2, sunny , no");
    assertThat(reader.columns())
        .containsExactly(
            Column.numeric("temperature"),
            Column.nominal("sky", List.of("sunny", "overcast", "rain")));
    assertThat(reader.classes()).containsExactly("no", "yes");
    assertThat(Lines.read(reader))
        .containsExactly(new double[] {21.5, 2, 1}, new double[] {-300, 0, 0});
  }

  @Test
  void quotesKeepWhatOtherwiseSeparates() throws IOException {
    ArffReader reader =
        open(
            "@relation 'a b'",
            "@attribute 'the \\'first\\', {one}' {'x, y',\"it's\", 'a\\tb', '?', '50%'}",
            "@attribute \"second 2\" numeric",
            "@attribute class {'- 50000.','50000+.'}",
            "@data",
            "'x, y',1,'50000+.' % remark",
            "\"it's\",2,- 50000.",
            "'a\\tb',3,'50000+.'",
            "'?',4,'50000+.'",
            "'\\u0035\\u0030%',5,'50000+.'");
    assertThat(reader.columns().get(0).name()).isEqualTo("the 'first', {one}");
    assertThat(reader.columns().get(1).name()).isEqualTo("second 2");
    assertThat(Lines.read(reader))
        .containsExactly(
            new double[] {0, 1, 1},
            new double[] {1, 2, 0},
            new double[] {2, 3, 1},
            new double[] {3, 4, 1},
            new double[] {4, 5, 1});
  }

  @Test
  void questionMarksAreMissing() throws IOException {
    ArffReader reader =
        open(
            "@relation r",
            "@attribute a numeric",
            "@attribute b {x,y}",
            "@attribute c {p,q}",
            "@data",
            "?,?,q",
            "1,y,?");
    assertThat(Lines.read(reader))
        .containsExactly(new double[] {Double.NaN, Double.NaN, 1}, new double[] {1, 1, -1});
  }

  @Test
  void sparseRowsLeaveOutZerosAndFirstNames() throws IOException {
    ArffReader reader =
        open(
            "@relation r",
            "@attribute a numeric",
            "@attribute b {x,y}",
            "@attribute c numeric",
            "@attribute d {p,q}",
            "@data",
            "{0 1.5, 3 q}",
            "{}",
            "{1 y,2 ?}");
    assertThat(Lines.read(reader))
        .containsExactly(
            new double[] {1.5, 0, 0, 1},
            new double[] {0, 0, 0, 0},
            new double[] {0, 1, Double.NaN, 0});
  }

  @Test
  void namesThatAreNotDeclaredAreTakenIn() throws IOException {
    ArffReader reader =
        open(
            "@relation r",
            "@attribute b {x,y}",
            "@attribute d {p,q}",
            "@data",
            "z,q",
            "z,r",
            "w,r");
    assertThat(reader.columns().get(0).values()).containsExactly("x", "y");
    assertThat(Lines.read(reader))
        .containsExactly(new double[] {2, 1}, new double[] {2, 2}, new double[] {3, 2});
    assertThat(reader.columns().get(0).values()).containsExactly("x", "y", "z", "w");
    assertThat(reader.classes()).containsExactly("p", "q", "r");
  }

  @Test
  void theClassCanStandAnywhere() throws IOException {
    Path file =
        Lines.write(
            folder,
            "first.arff.gz",
            "@relation r",
            "@attribute label {p,q}",
            "@attribute a numeric",
            "@data",
            "q,7");
    assertThat(Lines.read(ArffReader.open(file, "label"))).containsExactly(new double[] {7, 1});
    assertThat(Lines.read(ArffReader.open(file, "1"))).containsExactly(new double[] {7, 1});
    assertThatThrownBy(() -> ArffReader.open(file, ""))
        .isInstanceOf(InstanceException.class)
        .hasMessageContaining("the class 'a' is numeric")
        .hasMessageContaining("first.arff.gz");
    assertThatThrownBy(() -> ArffReader.open(file, "colour"))
        .hasMessageContaining("no column 'colour'")
        .hasMessageContaining("[label, a]");
  }

  @Test
  void aCommaBehindTheLastValueIsForgiven() throws IOException {
    assertThat(
            Lines.read(
                open("@relation r", "@attribute a numeric", "@attribute c {p}", "@data", "1,p,")))
        .containsExactly(new double[] {1, 0});
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,x,p,4 | line 6 | '4' follows the 3 values",
        "1,x | line 6 | 2 values instead of 3",
        "one,x,p | line 6 | column 1 ('a') is numeric and holds 'one'",
        "1,'x,p | line 6 | is not closed",
        "{9 1} | line 6 | '9' is no attribute",
        "{0 1 | line 6 | ends without }",
        "{0 1}, {2} | line 6 | follows a sparse row",
        "1f,x,p | line 6 | holds '1f'"
      })
  void mistakesInTheDataNameTheirPlace(String row, String place, String what) throws IOException {
    ArffReader reader =
        open(
            "@relation r",
            "@attribute a numeric",
            "@attribute b {x,y}",
            "@attribute c {p,q}",
            "@data",
            row);
    assertThatThrownBy(() -> reader.next(new double[2]))
        .isInstanceOf(InstanceException.class)
        .hasMessageContaining("a.arff")
        .hasMessageContaining(place)
        .hasMessageContaining(what);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@attribute t string | type string, which no learner takes: remove it",
        "@attribute t date 'yyyy' | type date",
        "@attribute t relational | type relational",
        "@attribute t complex | 'complex': use numeric",
        "@attribute t {a,b | end without }",
        "@attribute t {'a' 'b'} | write a comma between values",
        "@attribute a numeric | a second attribute 'a'",
        "@attribute {x} | an attribute without a name",
        "1,2,3 | none of @relation, @attribute and @data"
      })
  void mistakesInTheHeaderNameTheirLine(String declaration, String what) {
    assertThatThrownBy(
            () -> open("@relation r", "@attribute a numeric", declaration, "@data", "1,1"))
        .isInstanceOf(InstanceException.class)
        .hasMessageContaining("line 3")
        .hasMessageContaining(what);
  }

  @Test
  void filesThatAreNoneAreRefused() {
    assertThatThrownBy(() -> open("@relation r", "@attribute a numeric"))
        .hasMessageContaining("no line @data");
    assertThatThrownBy(() -> open("@relation r", "@attribute a {x}", "@data"))
        .hasMessageContaining("1 columns");
    assertThatThrownBy(() -> ArffReader.open(folder.resolve("none.arff"), ""))
        .isInstanceOf(NoSuchFileException.class);
  }
}
