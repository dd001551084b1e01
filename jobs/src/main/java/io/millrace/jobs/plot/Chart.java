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
 * @param xAxis what is to the right
 * @param yAxis what is up
 */
public record Chart(String title, String xAxis, String yAxis, List<Line> lines) {
  static final int WIDTH = 1000;
  static final int HEIGHT = 520;

  /** The colours of the lines, in turn. */
  static final List<String> COLOURS =
      List.of("#1f6fb4", "#c2571a", "#2d8a4e", "#8a4f9e", "#b8335a", "#6b6b6b");

  public Chart {
    lines = List.copyOf(lines);
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
      case "svg" -> Files.writeString(file, new Vector(this).svg(), StandardCharsets.UTF_8);
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
        .formatted(Vector.escape(title), new Vector(this).svg());
  }
}
