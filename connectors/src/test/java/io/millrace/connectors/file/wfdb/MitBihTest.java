/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.file.wfdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connectors.file.PublicData;
import io.millrace.connectors.file.SampleBlock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MitBihTest {
  @Test
  void setsAndPacedRecordsAreAllFortyEight() {
    assertThat(MitBih.DS1).hasSize(22).doesNotContainAnyElementsOf(MitBih.DS2);
    assertThat(MitBih.DS2).hasSize(22).doesNotContainAnyElementsOf(MitBih.PACED);
    assertThat(new HashSet<>(MitBih.all())).hasSize(48);
  }

  @Test
  void everyRecordIsCompleteAndSumsUpToItsChecksums() throws Exception {
    Path folder = PublicData.resolve("signal/mitdb");
    for (String name : MitBih.all()) {
      try (WfdbRecording recording =
          WfdbRecording.open(folder, name, WfdbRecording.Scale.ADC, 10_000)) {
        assertThat(recording.samplingRate()).isEqualTo(360);
        assertThat(recording.header().signals()).allMatch(s -> s.checksum() != null);
        long samples = 0;
        while (recording.hasNext()) {
          SampleBlock block = recording.next();
          assertThat(block.sequence()).isEqualTo(samples);
          assertThat(block.channels()).isEqualTo(2);
          samples += block.length();
        }
        assertThat(samples).as(name).isEqualTo(650_000).isEqualTo(recording.length());
      }
    }
  }

  @Test
  void thereAreAsManyAnnotationsAsPublished() {
    Path folder = PublicData.resolve("signal/mitdb");
    int all = 0;
    for (String name : MitBih.all()) {
      List<Annotation> annotations = Annotations.read(folder, name, MitBih.ANNOTATOR);
      all += annotations.size();
      assertThat(annotations).allMatch(a -> a.sample() >= 0 && a.sample() < 650_000);
      assertThat(annotations)
          .filteredOn(a -> a.symbol() == '+')
          .isNotEmpty()
          .allMatch(a -> a.text().startsWith("("));
    }
    assertThat(all).isEqualTo(112_647);
  }

  @Test
  void classesAreAsFrequentAsInTheLiterature() {
    assertThat(beats(MitBih.DS1)).isEqualTo(counts(45_866, 944, 3_788, 415, 8));
    assertThat(beats(MitBih.DS2)).isEqualTo(counts(44_259, 1_837, 3_221, 388, 7));
  }

  @Test
  void valuesOfRecord233EqualThoseOfAnotherReader() throws Exception {
    byte[] bytes =
        Files.readAllBytes(PublicData.resolve("onnx/pytorch/ecg_stream/record233_adc_int16.bin"));
    ByteBuffer expected = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int n = bytes.length / Short.BYTES;
    try (WfdbRecording recording =
        WfdbRecording.open(PublicData.resolve("signal/mitdb"), "233", WfdbRecording.Scale.ADC, n)) {
      float[] actual = recording.select(List.of("MLII")).next().samples();
      assertThat(actual).hasSize(n);
      for (int i = 0; i < n; i++) {
        assertThat(actual[i]).isEqualTo(expected.getShort(i * Short.BYTES));
      }
    }
  }

  @Test
  void beatsOfRecord233EqualThoseOfAnotherReader() throws Exception {
    List<String> expected =
        Files.readAllLines(PublicData.resolve("onnx/pytorch/ecg_stream/record233_beats.csv"));
    List<String> actual = new ArrayList<>(List.of("sample,class"));
    for (Annotation a :
        Annotations.read(PublicData.resolve("signal/mitdb"), "233", MitBih.ANNOTATOR)) {
      BeatClass.of(a).ifPresent(c -> actual.add(a.sample() + "," + c));
    }
    assertThat(actual).isEqualTo(expected);
  }

  private static Map<BeatClass, Integer> counts(int n, int s, int v, int f, int q) {
    return Map.of(BeatClass.N, n, BeatClass.S, s, BeatClass.V, v, BeatClass.F, f, BeatClass.Q, q);
  }

  private static Map<BeatClass, Integer> beats(List<String> records) {
    Path folder = PublicData.resolve("signal/mitdb");
    Map<BeatClass, Integer> counts = new EnumMap<>(BeatClass.class);
    for (String name : records) {
      for (Annotation a : Annotations.read(folder, name, MitBih.ANNOTATOR)) {
        BeatClass.of(a).ifPresent(c -> counts.merge(c, 1, Integer::sum));
      }
    }
    return counts;
  }
}
