/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.file.wfdb;

import io.millrace.connectors.file.RecordingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A record's header.
 *
 * @param record the record's name
 * @param samplingRate samples per second and signal
 * @param length samples per signal, or 0 where the header does not say
 * @param comments what follows the signals, without the hash signs
 */
public record Header(
    String record, float samplingRate, long length, List<Signal> signals, List<String> comments) {
  private static final float DEFAULT_RATE = 250;
  private static final int MAX_SIGNALS = 256;

  /** Text, a number in parentheses and a unit: {@code 200(0)/mV}. */
  private static final Pattern GAIN =
      Pattern.compile("([-+.0-9eE]+)(?:\\(([-+]?\\d+)\\))?(?:/(\\S+))?");

  private static final Pattern FORMAT =
      Pattern.compile("(\\d+)(?:x(\\d+))?(?::(\\d+))?(?:\\+(\\d+))?");

  /**
   * Reads a header.
   *
   * @param folder where the record lies
   * @param record its name, without extension
   * @throws RecordingException if there is none, or it cannot be understood
   */
  public static Header read(Path folder, String record) {
    Path file = folder.resolve(record + ".hea");
    List<String> lines;
    try {
      lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new RecordingException(
          "There is no record " + record + " in " + folder + ": " + file + " is missing", e);
    } catch (IOException e) {
      throw new RecordingException("Cannot read " + file + ": " + e.getMessage(), e);
    }
    return parse(lines, file);
  }

  static Header parse(List<String> lines, Path file) {
    List<String> comments = new ArrayList<>();
    List<String> content = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.startsWith("#")) {
        comments.add(line.substring(1).strip());
      } else if (!line.isEmpty()) {
        content.add(line);
        numbers.add(i + 1);
      }
    }
    if (content.isEmpty()) {
      throw new RecordingException(file + " is empty");
    }
    Line first = new Line(file, numbers.get(0), content.get(0).split("\\s+"));
    if (first.text(0, "").contains("/")) {
      throw first.wrong("records of several segments are not supported", first.text(0, ""));
    }
    int count = first.integer(1, -1);
    if (count < 1 || count > MAX_SIGNALS || content.size() <= count) {
      throw first.wrong(
          "needs between 1 and "
              + MAX_SIGNALS
              + " signals and a line for each; the number of signals",
          Integer.toString(count));
    }
    List<Signal> signals = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      String[] fields = content.get(i).split("\\s+", 9);
      signals.add(signal(new Line(file, numbers.get(i), fields), i - 1));
    }
    // The sampling rate may be followed by a counter's rate.
    String rate = first.text(2, "").split("[/(]", 2)[0];
    float samplingRate = rate.isEmpty() ? DEFAULT_RATE : first.number(rate, "sampling rate");
    if (!(samplingRate > 0) || Float.isInfinite(samplingRate)) {
      throw first.wrong("the sampling rate must be positive", rate);
    }
    long length = first.integer(3, 0);
    return new Header(
        first.text(0, ""), samplingRate, length, List.copyOf(signals), List.copyOf(comments));
  }

  private static Signal signal(Line line, int index) {
    String name = line.text(0, "");
    if (name.contains("/") || name.contains("\\") || name.startsWith("..")) {
      throw line.wrong("the signal must lie next to its header", name);
    }
    Matcher format = FORMAT.matcher(line.text(1, ""));
    if (!format.matches()) {
      throw line.wrong("not a format", line.text(1, ""));
    }
    if (format.group(2) != null && !format.group(2).equals("1")) {
      throw line.wrong("several samples per frame are not supported", line.text(1, ""));
    }
    if (format.group(3) != null && !format.group(3).equals("0")) {
      throw line.wrong("skewed signals are not supported", line.text(1, ""));
    }
    long skip = format.group(4) == null ? 0 : line.whole(format.group(4), "offset");
    int adcZero = line.integer(4, 0);
    float gain = Signal.DEFAULT_GAIN;
    int baseline = adcZero;
    String unit = "mV";
    if (line.has(2)) {
      Matcher m = GAIN.matcher(line.text(2, ""));
      if (!m.matches()) {
        throw line.wrong("not a gain", line.text(2, ""));
      }
      float stated = line.number(m.group(1), "gain");
      gain = stated == 0 ? Signal.DEFAULT_GAIN : stated;
      baseline = m.group(2) == null ? adcZero : line.whole(m.group(2), "baseline");
      unit = m.group(3) == null ? "mV" : m.group(3);
    }
    return new Signal(
        name,
        Format.of(format.group(1), line),
        skip,
        gain,
        baseline,
        unit,
        line.integer(3, 0),
        adcZero,
        line.has(6) ? line.integer(6, 0) : null,
        line.text(8, "signal " + index));
  }
}
