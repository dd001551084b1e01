/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.graph.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.data.DataFolder;
import io.millrace.models.graph.LinkModel;
import io.millrace.models.graph.baseline.EdgeBank;
import io.millrace.models.graph.nat.Nat;
import io.millrace.models.graph.nat.NatSettings;
import io.millrace.models.graph.stream.EdgeFormat;
import io.millrace.models.graph.stream.EdgeList;
import io.millrace.models.graph.stream.EdgeReader;
import io.millrace.models.graph.tgn.Tgn;
import io.millrace.models.graph.tgn.TgnSettings;
import io.millrace.models.neural.AdamSettings;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** A few epochs on real messages: enough to tell whether the models learn, not their best. */
class CollegeMessagesTest {
  @Test
  void twoEpochsAreBetterThanMemoryOfPairs() throws IOException {
    EdgeList edges =
        EdgeReader.read(DataFolder.require().resolve("graph/collegemsg.txt.gz"), EdgeFormat.SNAP);
    LinkTask task = new LinkTask(edges, Split.of(edges, 0.7, 0.15), 100, 0.1, 1);
    double bank = tested(task, EdgeBank.unlimited(0), 1);
    double tgn = tested(task, new Tgn(TgnSettings.tgn(0).with(AdamSettings.of(2e-4)), 1), 2);
    double nat = tested(task, new Nat(NatSettings.of(0), 1), 2);
    assertThat(bank).isBetween(0.6, 0.8);
    assertThat(tgn).isGreaterThan(0.83);
    assertThat(nat).isGreaterThan(0.86);
  }

  private static double tested(LinkTask task, LinkModel model, int epochs) {
    task.fit(model, epochs, epochs, (epoch, loss, speed, validation) -> {});
    task.validate(model, Negatives.RANDOM);
    return task.test(model, Negatives.RANDOM).ap();
  }
}
