/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.drift.learner.Votes;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TumblingWindowTest {
  private final Random random = new Random(5);
  private final Outcome outcome = new Outcome();
  private final Votes votes = new Votes();

  private Outcome next() {
    votes.clear(12);
    for (int c = 0; c < 12; c++) {
      votes.set(c, random.nextDouble());
    }
    outcome.judge(random.nextInt(14), votes);
    return outcome;
  }

  @Test
  void aFirstWindowScoresLikeACumulativeOne() {
    TumblingWindow tumbling = new TumblingWindow();
    Window all = Window.cumulative();
    for (int i = 0; i < 500; i++) {
      Outcome judged = next();
      tumbling.add(judged);
      all.add(judged);
    }
    assertThat(tumbling.scores()).isEqualTo(all.scores());
    assertThat(tumbling.judged()).isEqualTo(500);
  }

  @Test
  void aRestoredWindowGoesOnLikeTheOriginal() {
    TumblingWindow original = new TumblingWindow();
    for (int i = 0; i < 300; i++) {
      original.add(next());
    }
    PieceWriter out = new PieceWriter();
    original.write(out.begin());
    PieceReader in = new PieceReader(0, out.bytes(), out.length());
    TumblingWindow restored = new TumblingWindow();
    restored.read(in);
    in.end();

    assertThat(restored.scores()).isEqualTo(original.scores());
    for (int i = 0; i < 300; i++) {
      Outcome judged = next();
      original.add(judged);
      restored.add(judged);
    }
    assertThat(restored.scores()).isEqualTo(original.scores());
  }

  @Test
  void theNextWindowForgetsAllButTheLastLabel() {
    TumblingWindow window = new TumblingWindow();
    votes.clear(3);
    votes.set(2, 1);
    outcome.judge(2, votes);
    window.add(outcome);
    window.begin();
    assertThat(window.judged()).isZero();
    assertThat(window.scores()).isEqualTo(Scores.NONE);

    outcome.judge(2, votes);
    window.add(outcome);
    // Repeating the label before was right: a predictor cannot be better than that.
    assertThat(window.scores().kappaTemporal()).isZero();
    assertThat(window.scores().kappaM()).isEqualTo(1);
  }
}
