/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceWriter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ActivityClockTest {
  private static final long BASE = 1000;

  private final Map<Long, byte[]> pieces = new TreeMap<>();
  private int puts;

  private final PieceSink sink =
      new PieceSink() {
        @Override
        public void put(long id, byte[] bytes, int length) {
          pieces.put(id, Arrays.copyOf(bytes, length));
          puts++;
        }

        @Override
        public void remove(long id) {
          pieces.remove(id);
        }
      };

  private ActivityClock written(ActivityClock clock) {
    clock.writeChanges(BASE, new PieceWriter(), sink);
    PieceWriter position = new PieceWriter().begin();
    clock.writePosition(position);
    ActivityClock restored = new ActivityClock();
    restored.readPosition(new PieceReader(0, position.bytes(), position.length()));
    restored.restore(
        number -> {
          byte[] bytes = pieces.get(BASE + number);
          assertThat(bytes).as("piece %d", number).isNotNull();
          return new PieceReader(BASE + number, bytes, bytes.length);
        });
    return restored;
  }

  @Test
  void itIsAQueueAcrossWritesAndRestores() {
    ActivityClock clock = new ActivityClock();
    Deque<Long> expected = new ArrayDeque<>();
    Random random = new Random(2);
    long next = 0;
    for (int i = 0; i < 60; i++) {
      int added = random.nextInt(1000);
      for (int k = 0; k < added; k++) {
        clock.add(next, 10 * next);
        expected.addLast(next++);
      }
      int removed = random.nextInt(1000);
      for (int k = 0; k < removed && !expected.isEmpty(); k++) {
        assertThat(clock.firstId()).isEqualTo(expected.peekFirst());
        assertThat(clock.firstMillis()).isEqualTo(10 * expected.removeFirst());
        clock.removeFirst();
      }
      if (random.nextBoolean()) {
        clock = written(clock);
      }
      assertThat(clock.size()).isEqualTo(expected.size());
    }
    // Pieces of nodes long gone are gone.
    written(clock);
    assertThat(pieces.size()).isLessThanOrEqualTo(expected.size() / ActivityClock.CHUNK + 8);
  }

  @Test
  void onlyWhatChangedIsWritten() {
    ActivityClock clock = new ActivityClock();
    for (int i = 0; i < 5 * ActivityClock.CHUNK; i++) {
      clock.add(i, i);
    }
    clock.writeChanges(BASE, new PieceWriter(), sink);
    assertThat(puts).isEqualTo(5);
    clock.removeFirst();
    clock.add(7, 7);
    clock.writeChanges(BASE, new PieceWriter(), sink);
    assertThat(puts)
        .as("the new last piece; the place of the first is written elsewhere")
        .isEqualTo(6);
  }
}
