/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.plot;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws a chart in pixels, without a screen. */
final class Raster {
  private Raster() {}

  static void write(Chart chart, Path file) throws IOException {
    System.setProperty("java.awt.headless", "true");
    XYChart xy =
        new XYChartBuilder()
            .width(Chart.WIDTH)
            .height(Chart.HEIGHT)
            .title(chart.title())
            .xAxisTitle(chart.xAxis())
            .yAxisTitle(chart.yAxis())
            .build();
    XYStyler styler = xy.getStyler();
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setXAxisDecimalPattern("#,###");
    int n = 0;
    for (Line line : chart.lines()) {
      // The library draws no line without a point.
      if (line.x().length > 0) {
        xy.addSeries(line.name(), line.x(), line.y())
            .setMarker(SeriesMarkers.NONE)
            .setLineColor(Color.decode(Chart.COLOURS.get(n % Chart.COLOURS.size())));
      }
      n++;
    }
    ImageIO.write(BitmapEncoder.getBufferedImage(xy), "png", file.toFile());
  }
}
