/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.drift.detect.Adwin;
import io.millrace.models.drift.detect.Ddm;
import io.millrace.models.drift.detect.Detector;
import io.millrace.models.drift.detect.Eddm;
import io.millrace.models.drift.detect.Kswin;
import io.millrace.models.drift.detect.PageHinkley;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.drift.learner.Samples;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.piece.MemoryPieces;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What released versions wrote of the detectors and of the learners that have no such test of their
 * own. Run with {@code -Dmillrace.golden=v2} to write those of another version.
 */
class GoldenPiecesTest {
  private static final String GOLDEN = "millrace.golden";
  private static final int LEARNED = 400;

  private static List<Detector> detectors() {
    return List.of(new Adwin(0.002), new Ddm(), new Eddm(), new PageHinkley(), new Kswin(3));
  }

  private static double error(Random random, int i) {
    return random.nextDouble() < (i / 450 % 2 == 0 ? 0.1 : 0.5) ? 1 : 0;
  }

  private static MemoryPieces written(List<Detector> detectors) {
    MemoryPieces pieces = new MemoryPieces();
    PieceWriter out = new PieceWriter();
    for (int d = 0; d < detectors.size(); d++) {
      detectors.get(d).write(out.begin());
      out.put(d, pieces);
    }
    return pieces;
  }

  private static List<Detector> fed(Random random) {
    List<Detector> detectors = detectors();
    for (int i = 0; i < 1_000; i++) {
      double error = error(random, i);
      detectors.forEach(detector -> detector.add(error));
    }
    return detectors;
  }

  @Test
  void goldenDetectorsAreReadAndWrittenAsEver() throws IOException {
    Random random = new Random(4);
    List<Detector> originals = fed(random);
    MemoryPieces golden = MemoryPieces.golden("detectors-v1");
    assertThat(written(originals).text()).isEqualTo(golden.text());

    List<Detector> restored = detectors();
    golden
        .all()
        .forEach(
            (id, bytes) -> {
              PieceReader in = new PieceReader(id, bytes, bytes.length);
              restored.get((int) (long) id).read(in);
              in.end();
            });
    for (int i = 1_000; i < 5_000; i++) {
      double error = error(random, i);
      for (int d = 0; d < restored.size(); d++) {
        assertThat(restored.get(d).add(error)).isEqualTo(originals.get(d).add(error));
      }
    }
  }

  private static Learner learner(String name) {
    return LearnerCatalogue.create(name, Samples.attributes(), 2, 1);
  }

  private static Learner taught(String name, Samples samples) {
    Learner learner = learner(name);
    for (int i = 0; i < LEARNED; i++) {
      samples.next();
      learner.learn(samples.x, samples.label, 1);
    }
    return learner;
  }

  @ParameterizedTest
  @ValueSource(strings = {"naive-bayes", "majority", "no-change"})
  void goldenLearnersAreReadAndWrittenAsEver(String name) throws IOException {
    Samples samples = Samples.gappy(5);
    Learner original = taught(name, samples);
    MemoryPieces now = new MemoryPieces();
    original.writeChanges(now);
    MemoryPieces golden = MemoryPieces.golden(name + "-v1");
    assertThat(now.text()).isEqualTo(golden.text());

    Learner restored = learner(name);
    restored.restore(golden.source());
    Votes one = new Votes();
    Votes other = new Votes();
    for (int i = 0; i < 1_000; i++) {
      samples.next();
      original.vote(samples.x, one);
      restored.vote(samples.x, other);
      assertThat(other.classes()).isEqualTo(one.classes());
      for (int c = 0; c < one.classes(); c++) {
        assertThat(other.of(c)).isEqualTo(one.of(c));
      }
      original.learn(samples.x, samples.label, 1);
      restored.learn(samples.x, samples.label, 1);
    }
  }

  @Test
  @EnabledIfSystemProperty(named = GOLDEN, matches = "v\\d+")
  void writeThoseOfThisVersion() throws IOException {
    write("detectors", written(fed(new Random(4))));
    for (String name : List.of("naive-bayes", "majority", "no-change")) {
      MemoryPieces pieces = new MemoryPieces();
      taught(name, Samples.gappy(5)).writeChanges(pieces);
      write(name, pieces);
    }
  }

  private static void write(String name, MemoryPieces pieces) throws IOException {
    String file = name + '-' + System.getProperty(GOLDEN) + ".pieces";
    Path path = Path.of("src/test/resources/golden", file);
    assertThat(path).doesNotExist();
    Files.writeString(path, pieces.text());
  }
}
