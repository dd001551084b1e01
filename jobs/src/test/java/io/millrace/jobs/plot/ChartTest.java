/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class ChartTest {
  private static final Chart CHART =
      new Chart(
          "a <title> & more",
          "instances",
          "accuracy",
          List.of(
              new Line("first", new double[] {1000, 2000, 3000}, new double[] {0.5, 0.9, 0.7}),
              new Line("second", new double[] {1000, 3000}, new double[] {0.5, 0.6})));

  @TempDir Path folder;

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  @Test
  void aPngShowsLinesInTheirColours() throws IOException {
    Path file = folder.resolve("plot.png");
    CHART.write(file);
    BufferedImage image = ImageIO.read(file.toFile());
    assertThat(image.getWidth()).isEqualTo(1000);
    assertThat(image.getHeight()).isEqualTo(520);
    int blue = 0;
    for (int x = 0; x < 1000; x++) {
      for (int y = 0; y < 460; y++) {
        blue += (image.getRGB(x, y) & 0xffffff) == 0x1f6fb4 ? 1 : 0;
      }
    }
    assertThat(blue).isGreaterThan(300);
  }

  @Test
  void anSvgHasALineThroughAllPoints() throws Exception {
    Path file = folder.resolve("plot.svg");
    CHART.write(file);
    Document svg = parse(Files.readString(file));
    assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(2);
    String points = ((Element) svg.getElementsByTagName("polyline").item(0)).getAttribute("points");
    String[] each = points.strip().split(" ");
    assertThat(each).hasSize(3);
    // The first is at the bottom left, the second in the middle at the top.
    assertThat(each[0]).isEqualTo("70.0,440.0");
    assertThat(each[1]).isEqualTo("525.0,40.0");
    assertThat(svg.getElementsByTagName("text").item(0).getTextContent())
        .isEqualTo("a <title> & more");
  }

  @Test
  void aPageNeedsNothingElse() throws IOException {
    Path file = folder.resolve("plot.html");
    CHART.write(file);
    String page = Files.readString(file);
    assertThat(page).startsWith("<!DOCTYPE html>").contains("<svg", "a &lt;title&gt; &amp; more");
    assertThat(page.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http", "src=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.png", "a.svg", "a.html"})
  void nothingToShowIsNoError(String name) throws IOException {
    Chart empty = new Chart("t", "x", "y", List.of(new Line("none", new double[0], new double[0])));
    empty.write(folder.resolve(name));
    assertThat(folder.resolve(name)).isNotEmptyFile();
  }

  @Test
  void constantLinesHaveAnAxis() throws Exception {
    Chart flat =
        new Chart("t", "x", "y", List.of(new Line("l", new double[] {5}, new double[] {1})));
    flat.write(folder.resolve("flat.svg"));
    assertThat(Files.readString(folder.resolve("flat.svg"))).doesNotContain("NaN", "Infinity");
  }

  @Test
  void whatCannotBeWrittenIsRefusedBeforehand() {
    assertThatThrownBy(() -> Chart.check(folder.resolve("a.gif")))
        .hasMessageContaining("must end in .png, .svg or .html");
    assertThatThrownBy(() -> Chart.check(folder.resolve("none/a.svg")))
        .hasMessageContaining("create it first");
    Chart.check(folder.resolve("a.SVG"));
    assertThatThrownBy(() -> new Line("l", new double[1], new double[2]))
        .hasMessageContaining("1 places and 2 values");
  }

  @Test
  void marksAreRoundNumbers() {
    Scale scale = Scale.over(List.of(new double[] {0.713, 0.947}));
    assertThat(scale.step()).isEqualTo(0.05);
    assertThat(scale.label(scale.first())).isEqualTo("0.75");
    Scale large = Scale.over(List.of(new double[] {5_000, 1_000_000}));
    assertThat(large.step()).isEqualTo(200_000);
    assertThat(large.label(large.first())).isEqualTo("200,000");
  }
}
