/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import static io.millrace.operators.signal.FrameAssembler.Outcome.CONSUMED;
import static io.millrace.operators.signal.FrameAssembler.Outcome.DUPLICATE;
import static io.millrace.operators.signal.FrameAssembler.Outcome.LATE;
import static io.millrace.operators.signal.FrameAssembler.Outcome.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.cnn.Timeline;
import io.millrace.models.origin.Origin;
import io.millrace.models.signal.Frame;
import io.millrace.state.signal.SignalState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameAssemblerTest {
  /** Every sample is a chunk, so that chunks show what was consumed. */
  private static final Timeline EACH = new Timeline(1, 1, 1, 0);

  private final SignalTally tally = new SignalTally();
  private final SignalState state = new SignalState();
  private final Chunks chunks = new Chunks(1);

  private FrameAssembler assembler(SignalRules rules) {
    FrameAssembler assembler = new FrameAssembler(rules, tally);
    assembler.use(new ChunkBuilder(EACH, 1, new float[1], new float[] {1}));
    return assembler;
  }

  private static SignalRules rules(long disorder) {
    return SignalRules.DEFAULT.withDisorder(Span.samples(disorder));
  }

  /** A frame of one channel at 100 Hz whose samples are their own numbers. */
  private static Frame frame(long sequence, int length) {
    float[] samples = new float[length];
    for (int i = 0; i < length; i++) {
      samples[i] = sequence + i;
    }
    return new Frame("s", sequence, sequence * 10, 100, 1, samples, Origin.NONE);
  }

  private List<Float> consumed() {
    return chunks.run(1, 1);
  }

  private static List<Float> range(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> (float) i).toList();
  }

  @Test
  void theFirstFrameIsWhereAStreamBegins() {
    FrameAssembler assembler = assembler(rules(0));
    assertThat(assembler.accept(state, frame(50, 3), chunks)).isEqualTo(CONSUMED);
    assertThat(state.origin()).isEqualTo(50);
    assertThat(consumed()).isEqualTo(range(50, 53));
    assertThat(assembler.accept(state, frame(40, 5), chunks)).isEqualTo(LATE);
    assertThat(tally.late()).isEqualTo(1);
  }

  @Test
  void aFrameTooEarlyWaitsForTheOneBeforeIt() {
    FrameAssembler assembler = assembler(rules(10));
    assembler.accept(state, frame(0, 3), chunks);
    assertThat(assembler.accept(state, frame(6, 3), chunks)).isEqualTo(WAITING);
    assertThat(consumed()).isEqualTo(range(0, 3));
    assertThat(assembler.accept(state, frame(3, 3), chunks)).isEqualTo(CONSUMED);
    assertThat(consumed()).isEqualTo(range(0, 9));
    assertThat(state.early()).isEmpty();
    assertThat(tally.reordered()).isEqualTo(1);
    assertThat(tally.gaps()).isZero();
  }

  @Test
  void knownFramesAreDuplicatesAndPartsOfThemAreUsed() {
    FrameAssembler assembler = assembler(rules(10));
    assembler.accept(state, frame(0, 6), chunks);
    assertThat(assembler.accept(state, frame(0, 6), chunks)).isEqualTo(DUPLICATE);
    assertThat(assembler.accept(state, frame(2, 3), chunks)).isEqualTo(DUPLICATE);
    assertThat(assembler.accept(state, frame(4, 5), chunks)).isEqualTo(CONSUMED);
    assertThat(consumed()).isEqualTo(range(0, 9));
    assertThat(tally.duplicates()).isEqualTo(2);
    assertThat(tally.overlaps()).isEqualTo(1);
  }

  @Test
  void aWaitingFrameIsNotKeptTwice() {
    FrameAssembler assembler = assembler(rules(10));
    assembler.accept(state, frame(0, 2), chunks);
    assembler.accept(state, frame(5, 2), chunks);
    assertThat(assembler.accept(state, frame(5, 2), chunks)).isEqualTo(DUPLICATE);
    assertThat(assembler.accept(state, frame(4, 5), chunks)).isEqualTo(WAITING);
    assertThat(state.early()).extracting(Frame::sequence).containsExactly(4L, 5L, 7L);
    assembler.accept(state, frame(2, 2), chunks);
    assertThat(consumed()).isEqualTo(range(0, 9));
  }

  @Test
  void aGapBeyondTheDisorderResetsAndRestartsPositions() {
    FrameAssembler assembler = assembler(rules(3));
    assembler.accept(state, frame(0, 2), chunks);
    assertThat(assembler.accept(state, frame(5, 2), chunks)).isEqualTo(WAITING);
    assertThat(assembler.accept(state, frame(7, 2), chunks)).isEqualTo(CONSUMED);
    assertThat(consumed()).isEqualTo(range(5, 9));
    assertThat(state.origin()).isEqualTo(5);
    assertThat(tally.resets()).isEqualTo(1);
    assertThat(assembler.accept(state, frame(2, 3), chunks)).isEqualTo(LATE);
    assertThat(assembler.accept(state, frame(5, 2), chunks)).isEqualTo(DUPLICATE);
  }

  @Test
  void disorderInMillisecondsFollowsTheSamplingRate() {
    FrameAssembler assembler = assembler(SignalRules.DEFAULT.withDisorder(Span.millis(30)));
    assembler.accept(state, frame(0, 2), chunks);
    assertThat(assembler.accept(state, frame(5, 1), chunks)).isEqualTo(WAITING);
    assertThat(assembler.accept(state, frame(6, 1), chunks)).isEqualTo(CONSUMED);
    assertThat(tally.gaps()).isEqualTo(1);
  }

  @Test
  void theWatermarkDeclaresGapsUpToItself() {
    FrameAssembler assembler = assembler(rules(100));
    assembler.accept(state, frame(0, 2), chunks);
    assembler.accept(state, frame(5, 2), chunks);
    assembler.accept(state, frame(10, 2), chunks);
    assembler.settle(state, 49, chunks);
    assertThat(tally.gaps()).isZero();
    assembler.settle(state, 50, chunks);
    assertThat(tally.gaps()).isEqualTo(1);
    assertThat(state.next()).isEqualTo(7);
    assembler.settle(state, 1000, chunks);
    assertThat(state.next()).isEqualTo(12);
    assertThat(state.early()).isEmpty();
  }

  @Test
  void holdRepeatsTheLastSampleUpToTheLimit() {
    FrameAssembler assembler = assembler(rules(0).withGap(GapPolicy.HOLD, Span.samples(3)));
    assembler.accept(state, frame(0, 2), chunks);
    assembler.accept(state, frame(5, 2), chunks);
    assertThat(consumed()).containsExactly(0f, 1f, 1f, 1f, 1f, 5f, 6f);
    assertThat(tally.filled()).isEqualTo(3);
    assertThat(state.origin()).isZero();
    assembler.accept(state, frame(11, 1), chunks);
    assertThat(consumed()).containsExactly(11f);
    assertThat(tally.resets()).isEqualTo(1);
  }

  @Test
  void interpolationDrawsALineUpToTheLimit() {
    FrameAssembler assembler = assembler(rules(0).withGap(GapPolicy.INTERPOLATE, Span.millis(30)));
    assembler.accept(state, frame(0, 2), chunks);
    assembler.accept(state, frame(5, 2), chunks);
    assertThat(consumed()).isEqualTo(range(0, 7));
    assertThat(assembler.accept(state, frame(1, 5), chunks)).isEqualTo(LATE);
    assembler.accept(state, frame(11, 1), chunks);
    assertThat(consumed()).containsExactly(11f);
  }

  @Test
  void chunksInAFilledGapAreDatedByTheFrameBehindIt() {
    FrameAssembler assembler = assembler(rules(0).withGap(GapPolicy.HOLD, Span.samples(3)));
    assembler.accept(state, frame(0, 2), chunks);
    assembler.accept(state, frame(5, 2), chunks);
    Chunk filled = chunks.all.get(3);
    assertThat(filled.anchorMillis).isEqualTo(50);
    assertThat(filled.millisOf(3)).isEqualTo(30);
  }

  @Test
  void aStreamIdleForTooLongStartsOverWhereverItGoesOn() {
    FrameAssembler assembler = assembler(rules(5).withIdle(Duration.ofSeconds(1)));
    assembler.accept(state, frame(1000, 2), chunks);
    assembler.accept(state, frame(1004, 2), chunks);
    Frame rebooted = new Frame("s", 0, 20_000, 100, 1, new float[] {7, 8}, Origin.NONE);
    assertThat(assembler.accept(state, rebooted, chunks)).isEqualTo(CONSUMED);
    assertThat(consumed()).containsExactly(7f, 8f);
    assertThat(tally.expired()).isEqualTo(1);
    assertThat(state.early()).isEmpty();
    assertThat(chunks.all).extracting(chunk -> chunk.rows[0]).contains(1004f, 1005f);
  }

  @Test
  void aDeviceThatCountsAnewStartsTheStreamOver() {
    FrameAssembler assembler = assembler(rules(5).withRenumber(Duration.ofSeconds(10)));
    assembler.accept(state, frame(1000, 2), chunks);
    Frame repeated = new Frame("s", 0, 20_000, 100, 1, new float[] {7, 8}, Origin.NONE);
    assertThat(assembler.accept(state, repeated, chunks)).isEqualTo(LATE);
    Frame rebooted = new Frame("s", 0, 20_001, 100, 1, new float[] {7, 8}, Origin.NONE);
    assertThat(assembler.accept(state, rebooted, chunks)).isEqualTo(CONSUMED);
    assertThat(consumed()).containsExactly(7f, 8f);
    assertThat(tally.resets()).isEqualTo(1);
    assertThat(tally.expired()).isZero();
  }

  @Test
  void idleStreamsAreKeptWhereNoneIsForgotten() {
    FrameAssembler assembler = assembler(rules(5).withIdle(Duration.ZERO));
    assembler.accept(state, frame(0, 2), chunks);
    Frame later = new Frame("s", 2, Long.MAX_VALUE / 4, 100, 1, new float[] {2, 3}, Origin.NONE);
    assembler.accept(state, later, chunks);
    assertThat(consumed()).isEqualTo(range(0, 4));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyCuttingOverlapRepetitionAndBoundedDisorderGivesThePlainStream(long seed) {
    Random random = new Random(seed);
    int length = 2000;
    List<Frame> frames = new ArrayList<>();
    for (int at = 0; at < length; ) {
      int size = Math.min(length - at, 1 + random.nextInt(20));
      int begin = Math.max(0, at - random.nextInt(8));
      frames.add(frame(begin, at + size - begin));
      if (random.nextInt(5) == 0) {
        frames.add(frame(begin, at + size - begin));
      }
      at += size;
    }
    for (int i = 1; i + 4 < frames.size(); i += 4) {
      Collections.shuffle(frames.subList(i, i + 4), random);
    }
    FrameAssembler assembler = assembler(rules(200));
    for (Frame frame : frames) {
      assertThat(assembler.accept(state, frame, chunks)).isNotEqualTo(LATE);
      int waiting = state.early().stream().mapToInt(Frame::length).sum();
      assertThat(waiting).isLessThanOrEqualTo(250);
    }
    assertThat(consumed()).isEqualTo(range(0, length));
    assertThat(tally.gaps()).isZero();
    assertThat(tally.duplicates()).isPositive();
    assertThat(tally.reordered()).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void whateverComesPositionsStayContiguous(GapPolicy policy) {
    Random random = new Random(11);
    FrameAssembler assembler = assembler(rules(25).withGap(policy, Span.samples(15)));
    for (int i = 0; i < 5000; i++) {
      long sequence = Math.max(0, i * 3L + random.nextInt(60) - 30);
      long before = state.next();
      int had = chunks.all.size();
      assembler.accept(state, frame(sequence, 1 + random.nextInt(9)), chunks);
      if (random.nextInt(50) == 0) {
        assembler.settle(state, sequence * 10, chunks);
      }
      assertThat(state.next()).isGreaterThanOrEqualTo(before);
      for (Chunk chunk : chunks.all.subList(had, chunks.all.size())) {
        assertThat(chunk.origin).isLessThanOrEqualTo(state.next());
      }
      assertThat(state.solidSince()).isBetween(state.origin(), state.next());
      long known = state.next();
      for (Frame early : state.early()) {
        assertThat(early.sequence()).isGreaterThanOrEqualTo(known);
        known = early.end();
      }
    }
    long made = chunks.all.stream().filter(chunk -> chunk.first).count();
    assertThat(made).isEqualTo(tally.resets() + 1);
  }
}
