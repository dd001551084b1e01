/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.signal.Frame;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class EarlyFramesTest {
  @Test
  void aPieceOfAFrameIsDatedByItsFirstSample() {
    List<Frame> waiting = new ArrayList<>();
    EarlyFrames.insert(waiting, Signals.frame("s", 10, 5));
    assertThat(EarlyFrames.insert(waiting, Signals.frame("s", 12, 6))).isEqualTo(3);
    Frame piece = waiting.get(1);
    assertThat(piece.sequence()).isEqualTo(15);
    assertThat(piece.timeMillis()).isEqualTo(1150);
    assertThat(piece.samples()).containsExactly(Signals.frame("s", 15, 3).samples());
  }

  @RepeatedTest(20)
  void framesStayDisjointInOrderAndHoldTheUnion(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    List<Frame> waiting = new ArrayList<>();
    BitSet union = new BitSet();
    for (int i = 0; i < 40; i++) {
      int from = random.nextInt(100);
      int length = 1 + random.nextInt(15);
      int known = union.get(from, from + length).cardinality();
      union.set(from, from + length);
      int fresh = EarlyFrames.insert(waiting, Signals.frame("s", from, length));
      assertThat(fresh).isEqualTo(length - known);
      BitSet held = new BitSet();
      long end = 0;
      for (Frame frame : waiting) {
        assertThat(frame.sequence()).isGreaterThanOrEqualTo(end);
        end = frame.end();
        held.set((int) frame.sequence(), (int) end);
        assertThat(frame.samples())
            .containsExactly(Signals.frame("s", frame.sequence(), frame.length()).samples());
      }
      assertThat(held).isEqualTo(union);
    }
  }
}
