/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.drift.learner.Samples;
import io.millrace.models.drift.learner.Votes;
import io.millrace.models.drift.tree.HoeffdingSettings;
import io.millrace.models.drift.tree.HoeffdingTree;
import io.millrace.models.piece.MemoryPieces;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What released versions wrote is read, and written like that; trees have golden bytes of their
 * own.
 */
class AdaptiveStateTest {
  private static Adaptive mixture() {
    AdaptiveSettings standard = AdaptiveSettings.standard();
    return new Adaptive(
        standard
            .withTrees(standard.trees().withCount(0))
            .withNetworks(standard.networks().withRates(List.of(0.01)).withHidden(16)),
        Samples.attributes(),
        2,
        42);
  }

  @Test
  void goldenBytesAreReadAndWritten() throws Exception {
    Adaptive mixture = mixture();
    Samples samples = Samples.steady(1);
    for (int i = 0; i < 20; i++) {
      samples.next();
      mixture.learn(samples.x, samples.label, 1);
    }
    MemoryPieces written = new MemoryPieces();
    mixture.writeChanges(written);
    MemoryPieces golden = MemoryPieces.golden("adaptive-v1");
    assertThat(written.text()).isEqualTo(golden.text());

    Adaptive restored = mixture();
    restored.restore(golden.source());
    Votes expected = new Votes();
    Votes actual = new Votes();
    for (int i = 0; i < 100; i++) {
      samples.next();
      mixture.vote(samples.x, expected);
      restored.vote(samples.x, actual);
      for (int c = 0; c < expected.classes(); c++) {
        assertThat(actual.of(c)).isEqualTo(expected.of(c));
      }
      mixture.learn(samples.x, samples.label, 1);
      restored.learn(samples.x, samples.label, 1);
    }
  }

  @Test
  void goldenBytesOfAWatchedTree() {
    HoeffdingTree tree = new HoeffdingTree(HoeffdingSettings.expert(), Samples.attributes(), 2, 1);
    RenewedTree watched = new RenewedTree(Renewal.ERRORS, tree, tree);
    String golden =
        "03" // the second tree is in front, the first one is tried
            + "07" // renewals
            + "ac02" // 300 instances
            + "000000000000c03f" // errors in the long run, 0.125
            + "000000000000d03f" // and lately, 0.25
            + "05" // 5 instances of the trial
            + "000000000000e03f"
            + "000000000000e83f";
    byte[] bytes = HexFormat.of().parseHex(golden);
    PieceReader in = new PieceReader(0, bytes, bytes.length);
    watched.read(in);
    in.end();
    assertThat(watched.renewals()).isEqualTo(7);
    PieceWriter out = new PieceWriter().begin();
    watched.write(out);
    assertThat(HexFormat.of().formatHex(out.bytes(), 0, out.length())).isEqualTo(golden);
  }
}
