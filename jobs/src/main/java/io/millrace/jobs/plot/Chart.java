/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.plot;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Lines in one picture.
 *
 * @param xAxis what is to the right; of times nothing, as they say it themselves
 * @param yAxis what is up
 * @param marks where something happened
 * @param time whether places are times, in milliseconds since the epoch, told in UTC
 */
public record Chart(
    String title, String xAxis, String yAxis, List<Line> lines, List<Mark> marks, boolean time) {
  static final int WIDTH = 1000;
  static final int HEIGHT = 520;

  /** The colours of the lines, in turn. */
  static final List<String> COLOURS =
      List.of("#1f6fb4", "#c2571a", "#2d8a4e", "#8a4f9e", "#b8335a", "#6b6b6b");

  /** The same on a dark ground. */
  static final List<String> DARK_COLOURS =
      List.of("#6bb3ea", "#f0945c", "#74d19d", "#c79bdb", "#f284a5", "#b5b5b5");

  public Chart {
    lines = List.copyOf(lines);
    marks = List.copyOf(marks);
  }

  /** Lines alone, over numbers. */
  public Chart(String title, String xAxis, String yAxis, List<Line> lines) {
    this(title, xAxis, yAxis, lines, List.of(), false);
  }

  /**
   * A moment at which something happened.
   *
   * @param what shown where the picture can be asked
   */
  public record Mark(double x, String what) {}

  /**
   * As an element of a page that has {@link #style} and a heading of its own for it: without title
   * and ground.
   */
  public String svg() {
    return new Vector(this, false).svg();
  }

  /** The colours of pictures by class, for light and for dark. */
  public static String style() {
    return Vector.style();
  }

  /**
   * Refuses a file that no picture can be written to, before the work that it is to show.
   *
   * @throws IllegalArgumentException unless it ends in .png, .svg or .html, in a folder that is
   *     there
   */
  public static void check(Path file) {
    ending(file);
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw new IllegalArgumentException(
          "there is no folder " + folder + " for the plot: create it first");
    }
  }

  /**
   * Writes the picture in the form that the file's ending says.
   *
   * @throws IllegalArgumentException unless it ends in .png, .svg or .html
   */
  public void write(Path file) throws IOException {
    switch (ending(file)) {
      case "png" -> Raster.write(this, file);
      case "svg" -> Files.writeString(file, new Vector(this, true).svg(), StandardCharsets.UTF_8);
      default -> Files.writeString(file, page(), StandardCharsets.UTF_8);
    }
  }

  private static String ending(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    String ending = name.substring(name.lastIndexOf('.') + 1);
    if (!List.of("png", "svg", "html").contains(ending)) {
      throw new IllegalArgumentException(
          "a plot in " + file + ": its name must end in .png, .svg or .html");
    }
    return ending;
  }

  private String page() {
    return """
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>%s</title></head>
        <body style="margin:2em;font-family:sans-serif">
        %s</body>
        </html>
        """
        .formatted(Vector.escape(title), new Vector(this, true).svg());
  }
}
