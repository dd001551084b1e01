/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.file.wfdb;

import io.millrace.connectors.file.RecordingException;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Reads annotation files in the MIT format. */
public final class Annotations {
  private static final int SKIP = 59;
  private static final int NUM = 60;
  private static final int SUB = 61;
  private static final int CHN = 62;
  private static final int AUX = 63;

  private final ByteBuffer in;
  private final Path file;
  private final List<Annotation> read = new ArrayList<>();
  private long sample;
  private int channel;
  private int number;

  private Annotations(ByteBuffer in, Path file) {
    this.in = in;
    this.file = file;
  }

  /**
   * The annotations of a record in the order of their samples.
   *
   * @param folder where the record lies
   * @param record its name, without extension
   * @param annotator the extension of the file, such as {@code atr}
   * @throws RecordingException if the file is missing, truncated or malformed
   */
  public static List<Annotation> read(Path folder, String record, String annotator) {
    Path file = folder.resolve(record + "." + annotator);
    try {
      return parse(Files.readAllBytes(file), file);
    } catch (IOException e) {
      throw new RecordingException("Cannot read the annotations of " + file + ": " + e, e);
    }
  }

  static List<Annotation> parse(byte[] bytes, Path file) {
    Annotations annotations =
        new Annotations(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN), file);
    try {
      annotations.parse();
    } catch (BufferUnderflowException e) {
      throw new RecordingException(
          file + " ends at byte " + bytes.length + " without an end mark; it is truncated", e);
    }
    return List.copyOf(annotations.read);
  }

  private void parse() {
    while (true) {
      int word = in.getShort() & 0xFFFF;
      if (word == 0) {
        return;
      }
      int code = word >> 10;
      int value = word & 0x3FF;
      switch (code) {
        // The high half of the distance comes first, as on a PDP-11.
        case SKIP -> sample += (in.getShort() << 16) | (in.getShort() & 0xFFFF);
        case NUM -> {
          number = (byte) value;
          change(last -> with(last, last.subtype(), last.channel(), number, last.text()));
        }
        case SUB ->
            change(last -> with(last, (byte) value, last.channel(), last.number(), last.text()));
        case CHN -> {
          channel = value;
          change(last -> with(last, last.subtype(), channel, last.number(), last.text()));
        }
        case AUX -> {
          String text = text(value);
          change(last -> with(last, last.subtype(), last.channel(), last.number(), text));
        }
        default -> {
          sample += value;
          read.add(new Annotation(sample, code, 0, channel, number, ""));
        }
      }
    }
  }

  private String text(int length) {
    byte[] bytes = new byte[Math.min(length, in.remaining())];
    in.get(bytes);
    if (bytes.length < length || (length % 2 == 1 && !in.hasRemaining())) {
      throw new BufferUnderflowException();
    }
    if (length % 2 == 1) {
      in.get();
    }
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
  }

  private void change(UnaryOperator<Annotation> how) {
    if (read.isEmpty()) {
      throw new RecordingException(
          file + ", byte " + (in.position() - 2) + ": a modifier without an annotation");
    }
    int last = read.size() - 1;
    read.set(last, how.apply(read.get(last)));
  }

  private static Annotation with(Annotation a, int subtype, int channel, int number, String text) {
    return new Annotation(a.sample(), a.code(), subtype, channel, number, text);
  }
}
