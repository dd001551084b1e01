/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.file.wfdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.connectors.file.Frames;
import io.millrace.connectors.file.Recording;
import io.millrace.connectors.file.RecordingException;
import io.millrace.connectors.file.SampleBlock;
import io.millrace.connectors.file.wfdb.WfdbRecording.Scale;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WfdbTest {
  /** Three samples of two signals: 1, -1; 2047, -2048; 5, 6. */
  private static final int[] PACKED = {
    0x01, 0xF0, 0xFF, 0xFF, 0x87, 0x00, 0x05, 0x00, 0x06,
  };

  @TempDir Path folder;

  @Test
  void twelveBitsKeepTheirSign() throws Exception {
    write("r.hea", "r 2 100 3", "r.dat 212 200 12 0 1 2053 0 A", "r.dat 212 200 12 0 -1 -2043 0 B");
    write("r.dat", PACKED);
    try (WfdbRecording r = WfdbRecording.open(folder, "r", Scale.ADC, 2)) {
      assertThat(r.channels()).containsExactly("A", "B");
      SampleBlock first = r.next();
      assertThat(first.samples()).containsExactly(1, -1, 2047, -2048);
      SampleBlock last = r.next();
      assertThat(last.sequence()).isEqualTo(2);
      assertThat(last.samples()).containsExactly(5, 6);
      assertThat(r.hasNext()).isFalse();
      assertThatThrownBy(r::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void aSingleSignalMayEndInHalfAPair() throws Exception {
    write("r.hea", "r 1 100", "r.dat 212");
    write("r.dat", 0x01, 0xF0, 0xFF, 0x07, 0x00);
    try (WfdbRecording r = WfdbRecording.open(folder, "r", Scale.ADC, 10)) {
      assertThat(r.length()).isEqualTo(-1);
      assertThat(r.next().samples()).containsExactly(1, -1, 7);
    }
  }

  @Test
  void sixteenBitsAreLittleEndianAndMayStartLater() throws Exception {
    write("r.hea", "r 1 100 2", "r.dat 16+3 100(10)/uV 16 0");
    write("r.dat", 9, 9, 9, 0x01, 0x00, 0xFE, 0xFF);
    try (WfdbRecording r = WfdbRecording.open(folder, "r", Scale.ADC, 10)) {
      assertThat(r.next().samples()).containsExactly(1, -2);
      assertThat(r.header().signals().get(0).unit()).isEqualTo("uV");
    }
  }

  @Test
  void signalsInSeveralFilesAreReadSideBySide() throws Exception {
    write("r.hea", "r 3 100 2", "a.dat 16", "b.dat 16", "a.dat 16");
    write("a.dat", 1, 0, 2, 0, 3, 0, 4, 0);
    write("b.dat", 7, 0, 8, 0);
    try (WfdbRecording r = WfdbRecording.open(folder, "r", Scale.ADC, 10)) {
      assertThat(r.next().samples()).containsExactly(1, 7, 2, 3, 8, 4);
    }
  }

  @Test
  void physicalValuesUseGainAndBaselineAndGapsAreNaN() throws Exception {
    write("r.hea", "r 2 100 3", "r.dat 212 100(1)/mV 12 1024", "r.dat 212 0 12 -1");
    write("r.dat", PACKED);
    try (WfdbRecording r = WfdbRecording.open(folder, "r", Scale.PHYSICAL, 3)) {
      assertThat(r.next().samples()).containsExactly(0f, 0f, 20.46f, Float.NaN, 0.04f, 7 / 200f);
    }
  }

  @Test
  void withoutABaselineTheMiddleOfTheConverterIsZero() {
    Header header =
        Header.parse(
            List.of("# x", "100 1 360 650000", "100.dat 212 200 11 1024 995 -22131 0 MLII ii"),
            Path.of("f"));
    Signal signal = header.signals().get(0);
    assertThat(signal.baseline()).isEqualTo(1024);
    assertThat(signal.physical(1224)).isEqualTo(1f);
    assertThat(signal.description()).isEqualTo("MLII ii");
    assertThat(signal.checksum()).isEqualTo(-22131);
    assertThat(header.comments()).containsExactly("x");
    assertThat(header.length()).isEqualTo(650_000);
  }

  @Test
  void selectedChannelsBecomeFramesWithTheTimeOfTheirFirstSample() throws Exception {
    write("r.hea", "r 2 360 3", "r.dat 212 200 12 0 0 2053 0 A", "r.dat 212 200 12 0 0 -2043 0 B");
    write("r.dat", PACKED);
    List<String> frames = new ArrayList<>();
    try (Recording r = WfdbRecording.open(folder, "r", Scale.ADC, 2)) {
      new Frames<>(
              r.select(List.of("B")),
              "patient",
              Instant.ofEpochMilli(1000),
              (recording, id, sequence, time, rate, channels, samples) ->
                  id + " " + sequence + " " + time + " " + rate + " " + channels + " " + samples[0])
          .forEachRemaining(frames::add);
      assertThat(frames)
          .containsExactly("patient 0 1000 360.0 1 -1.0", "patient 2 1006 360.0 1 6.0");
      assertThatThrownBy(() -> r.select(List.of("C")))
          .isInstanceOf(RecordingException.class)
          .hasMessage("There is no channel C; there are [A, B]");
    }
  }

  @Test
  void aDamagedOrTruncatedSignalIsNoticed() throws Exception {
    write("r.hea", "r 2 100 3", "r.dat 212 200 12 0 1 2054 0 A", "r.dat 212 200 12 0 -1 -2043 0 B");
    write("r.dat", PACKED);
    try (WfdbRecording r = WfdbRecording.open(folder, "r", Scale.ADC, 1)) {
      r.next();
      r.next();
      assertThatThrownBy(r::next)
          .isInstanceOf(RecordingException.class)
          .hasMessageContaining("samples of A sum up to 2053, the header says 2054");
    }
    write("r.hea", "r 2 100 4", "r.dat 212", "r.dat 212");
    try (WfdbRecording r = WfdbRecording.open(folder, "r", Scale.ADC, 100)) {
      assertThatThrownBy(r::next)
          .isInstanceOf(RecordingException.class)
          .hasMessageContaining("ends in sample 3 of 4");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "r/3 1 360 10          | r.dat 212          | several segments",
        "r 0 360 10            | r.dat 212          | between 1 and 256",
        "r x 360 10            | r.dat 212          | field 2 is no whole number: 'x'",
        "r 1 -5 10             | r.dat 212          | sampling rate must be positive: '-5'",
        "r 1 fast 10           | r.dat 212          | sampling rate is no number: 'fast'",
        "r 1 360 10            | ../r.dat 212       | next to its header: '../r.dat'",
        "r 1 360 10            | r.dat 80           | only the formats 212 and 16",
        "r 1 360 10            | r.dat 212x4        | several samples per frame",
        "r 1 360 10            | r.dat 212:4        | skewed signals",
        "r 1 360 10            | r.dat 212 mV       | line 2: not a gain: 'mV'",
        "r 1 360 10            | r.dat              | not a format: ''",
      })
  void headersThatCannotBeReadAreRefusedWithTheirLine(String first, String second, String why) {
    assertThatThrownBy(() -> Header.parse(List.of(first, second), Path.of("r.hea")))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("r.hea, line ")
        .hasMessageContaining(why);
  }

  @Test
  void missingFilesAreNamed() throws Exception {
    assertThatThrownBy(() -> WfdbRecording.open(folder, "none", Scale.ADC, 1))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("There is no record none");
    write("r.hea", "r 1 100", "gone.dat 212");
    assertThatThrownBy(() -> WfdbRecording.open(folder, "r", Scale.ADC, 1))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("gone.dat");
    assertThatThrownBy(() -> Annotations.read(folder, "r", "atr"))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("r.atr");
  }

  @Test
  void annotationsKeepTheirModifiers() {
    byte[] bytes =
        words(
            word(28, 18), // rhythm at 18
            word(63, 3), // text of three bytes, padded
            'N' << 8 | '(',
            0,
            word(1, 100), // N at 118
            word(59, 0), // 70000 later
            70_000 >> 16,
            70_000 & 0xFFFF,
            word(5, 2), // V at 70120
            word(61, 0xFF), // subtype -1
            word(62, 1), // on channel 1, as all that follow
            word(60, 2), // numbered 2, as all that follow
            word(8, 1),
            0);
    assertThat(Annotations.parse(bytes, folder))
        .containsExactly(
            new Annotation(18, 28, 0, 0, 0, "(N"),
            new Annotation(118, 1, 0, 0, 0, ""),
            new Annotation(70_120, 5, -1, 1, 2, ""),
            new Annotation(70_121, 8, 0, 1, 2, ""));
  }

  @Test
  void backwardSkipsAreAllowedAndSymbolsAreTheUsualOnes() {
    byte[] bytes = words(word(1, 500), word(59, 0), 0xFFFF, 0xFFFF & -100, word(12, 0), 0);
    List<Annotation> read = Annotations.parse(bytes, folder);
    assertThat(read).extracting(Annotation::sample).containsExactly(500L, 400L);
    assertThat(read).extracting(Annotation::symbol).containsExactly('N', '/');
    assertThat(new Annotation(0, 41, 0, 0, 0, "").symbol()).isEqualTo('r');
    assertThat(new Annotation(0, 49, 0, 0, 0, "").symbol()).isEqualTo('?');
  }

  @Test
  void truncatedOrMalformedAnnotationsAreRefused() {
    assertThatThrownBy(() -> Annotations.parse(words(word(1, 5)), folder))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("without an end mark");
    assertThatThrownBy(() -> Annotations.parse(words(word(1, 5), word(63, 900), 0), folder))
        .isInstanceOf(RecordingException.class);
    assertThatThrownBy(() -> Annotations.parse(words(word(61, 5), 0), folder))
        .isInstanceOf(RecordingException.class)
        .hasMessageContaining("a modifier without an annotation");
  }

  private static int word(int code, int value) {
    return code << 10 | value;
  }

  private static byte[] words(int... words) {
    byte[] bytes = new byte[words.length * 2];
    for (int i = 0; i < words.length; i++) {
      bytes[2 * i] = (byte) words[i];
      bytes[2 * i + 1] = (byte) (words[i] >> 8);
    }
    return bytes;
  }

  private void write(String name, String... lines) throws IOException {
    Files.write(folder.resolve(name), List.of(lines));
  }

  private void write(String name, int... bytes) throws IOException {
    byte[] narrow = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      narrow[i] = (byte) bytes[i];
    }
    Files.write(folder.resolve(name), narrow);
  }
}
