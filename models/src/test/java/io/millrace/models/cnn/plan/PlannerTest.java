/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.cnn.Mode;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.NetworkBuilder;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.tensor.Activation;
import org.junit.jupiter.api.Test;

final class PlannerTest {
  private static StreamingPlan plan(Network network, int hop, Mode mode) {
    return Planner.plan(network, PlanRequest.of(hop, mode));
  }

  /** Two valid convolutions with a pooling between them, and a mean over time. */
  private static Network valid(int window) {
    NetworkBuilder b = new NetworkBuilder(2, window, 1);
    int c1 = b.relu(b.conv(0, 4, 5, 1, 1, 0, 0));
    int p = b.pool(c1, Op.Pool.Kind.MAX, 4, 4, 0, 0);
    int c2 = b.relu(b.conv(p, 8, 3, 1, 2, 0, 0));
    return b.build(b.linear(b.reduceTime(c2, Op.Reduce.Kind.MEAN), 3));
  }

  @Test
  void unpaddedNetworkAtAnAlignedHopIsExact() {
    StreamingPlan plan = plan(valid(256), 32, Mode.EXACT);
    assertThat(plan.streamability()).isEqualTo(Streamability.EXACT);
    assertThat(plan.accepted()).isTrue();
    assertThat(plan.receptiveField()).isEqualTo(5 + 3 + 4 * 4);
    assertThat(plan.cumulativeStride()).isEqualTo("4");
    assertThat(plan.alignment()).isEqualTo(4);
    assertThat(plan.embeddingSteps()).isEqualTo(59);
    assertThat(plan.timeline().delay()).isZero();
  }

  @Test
  void misalignedHopIsRefusedInExactModeAndBounded() {
    StreamingPlan plan = plan(valid(256), 30, Mode.EXACT);
    assertThat(plan.streamability()).isEqualTo(Streamability.APPROX);
    assertThat(plan.accepted()).isFalse();
    assertThat(plan.why()).contains("30").contains("multiple of 4");
    assertThat(plan.poolingErrorBound()).isEqualTo(6);
    assertThat(plan(valid(256), 30, Mode.SIGNAL_PADDING).accepted()).isTrue();
    assertThat(plan(valid(256), 30, Mode.SIGNAL_PADDING).timeline().granule()).isEqualTo(4);
  }

  @Test
  void zeroPaddingThatTheHeadSeesMakesItApproximate() {
    NetworkBuilder b = new NetworkBuilder(1, 64, 2);
    int c = b.conv(b.relu(b.conv(0, 4, 3, 1, 1, 1, 1)), 4, 3, 1, 1, 1, 1);
    StreamingPlan plan = plan(b.build(b.reduceTime(c, Op.Reduce.Kind.MEAN)), 16, Mode.EXACT);
    assertThat(plan.streamability()).isEqualTo(Streamability.APPROX);
    assertThat(plan.accepted()).isFalse();
    assertThat(plan.why()).contains("first 2 and last 2").contains("Conv 'conv0'");
  }

  @Test
  void centredPaddingLooksAheadAndCausalPaddingDoesNot() {
    NetworkBuilder b = new NetworkBuilder(1, 64, 2);
    int c = b.conv(b.relu(b.conv(0, 4, 3, 1, 1, 1, 1)), 4, 3, 1, 1, 1, 1);
    Network network = b.build(b.reduceTime(c, Op.Reduce.Kind.MEAN));
    assertThat(plan(network, 16, Mode.SIGNAL_PADDING).timeline().delay()).isEqualTo(2);
    StreamingPlan causal =
        Planner.plan(network, PlanRequest.of(16, Mode.SIGNAL_PADDING).withCausalPadding());
    assertThat(causal.timeline().delay()).isZero();
    assertThat(plan(network, 16, Mode.APPROXIMATE).timeline().delay()).isZero();
  }

  @Test
  void paddingThatIsCutOffAgainIsExact() {
    NetworkBuilder b = new NetworkBuilder(1, 96, 3);
    int c = b.conv(0, 4, 5, 1, 2, 8, 0);
    int cut = b.slice(c, 2, 8, 88, 1);
    StreamingPlan plan = plan(b.build(b.linear(b.reshape(cut, 1, 352), 2)), 8, Mode.EXACT);
    assertThat(plan.streamability()).isEqualTo(Streamability.EXACT);
  }

  @Test
  void handWrittenCircularPaddingIsPadding() {
    NetworkBuilder b = new NetworkBuilder(1, 64, 3);
    int c = b.conv(0, 2, 3, 1, 1, 0, 0);
    int wrapped = b.concatInTime(b.slice(c, 2, 60, 2, 1), c, b.slice(c, 2, 0, 1, 1));
    int d = b.conv(wrapped, 2, 4, 1, 1, 0, 0);
    StreamingPlan plan = plan(b.build(b.reduceTime(d, Op.Reduce.Kind.MAX)), 8, Mode.EXACT);
    assertThat(plan.streamability()).isEqualTo(Streamability.APPROX);
    assertThat(plan.why()).contains("first 2 and last 1");
  }

  @Test
  void layersThatNeedTheWindowInFrontOfAConvolutionAreRefusedByName() {
    NetworkBuilder b = new NetworkBuilder(2, 64, 4);
    int c = b.cumSum(b.relu(b.conv(0, 4, 3, 1, 1, 0, 0)));
    int d = b.conv(c, 4, 3, 1, 1, 0, 0);
    StreamingPlan plan =
        plan(b.build(b.reduceTime(d, Op.Reduce.Kind.MEAN)), 8, Mode.SIGNAL_PADDING);
    assertThat(plan.streamability()).isEqualTo(Streamability.NO);
    assertThat(plan.accepted()).isFalse();
    assertThat(plan.why()).contains("Conv 'conv3'").contains("CumSum 'cumsum2'");
    assertThat(plan.receptiveField()).isEqualTo(3);
  }

  @Test
  void squeezeAndExcitationIsRefused() {
    NetworkBuilder b = new NetworkBuilder(2, 64, 4);
    int c = b.conv(0, 4, 3, 1, 1, 0, 0);
    int gate =
        b.reshape(
            b.unary(
                b.linear(b.reduceTime(c, Op.Reduce.Kind.MEAN), 4),
                new Activation(Activation.Kind.SIGMOID, 0, 0)),
            1,
            4,
            1);
    int d = b.conv(b.binary(Op.Binary.Kind.MUL, c, gate), 4, 3, 1, 1, 0, 0);
    StreamingPlan plan = plan(b.build(b.reduceTime(d, Op.Reduce.Kind.MEAN)), 8, Mode.EXACT);
    assertThat(plan.streamability()).isEqualTo(Streamability.NO);
  }

  @Test
  void taperedInputCannotStream() {
    NetworkBuilder b = new NetworkBuilder(1, 64, 4);
    int tapered = b.binary(Op.Binary.Kind.MUL, 0, b.randomConstant(1, 1, 64));
    int c = b.conv(tapered, 4, 3, 1, 1, 0, 0);
    StreamingPlan plan = plan(b.build(b.reduceTime(c, Op.Reduce.Kind.MEAN)), 8, Mode.EXACT);
    assertThat(plan.streamability()).isEqualTo(Streamability.NO);
    assertThat(plan.why()).contains("its constant varies over the window");
  }

  @Test
  void denseLayersOnTheWholeWindowCannotStream() {
    NetworkBuilder b = new NetworkBuilder(1, 64, 4);
    StreamingPlan plan = plan(b.build(b.linear(b.reshape(0, 1, 64), 4)), 8, Mode.EXACT);
    assertThat(plan.streamability()).isEqualTo(Streamability.NO);
    assertThat(plan.why()).contains("no layer commutes");
  }

  @Test
  void layerNormOverChannelsStreamsAndOverTimeDoesNot() {
    NetworkBuilder b = new NetworkBuilder(2, 64, 5);
    int rows = b.transpose(b.conv(0, 6, 3, 1, 1, 0, 0), 0, 2, 1);
    int c = b.conv(b.transpose(b.layerNorm(rows, 2), 0, 2, 1), 4, 3, 1, 1, 0, 0);
    assertThat(plan(b.build(b.reduceTime(c, Op.Reduce.Kind.MEAN)), 8, Mode.EXACT).streamability())
        .isEqualTo(Streamability.EXACT);

    NetworkBuilder t = new NetworkBuilder(2, 64, 5);
    int n = t.layerNorm(t.conv(0, 6, 3, 1, 1, 0, 0), 1);
    int d = t.conv(n, 4, 3, 1, 1, 0, 0);
    StreamingPlan refused = plan(t.build(t.reduceTime(d, Op.Reduce.Kind.MEAN)), 8, Mode.EXACT);
    assertThat(refused.streamability()).isEqualTo(Streamability.NO);
    assertThat(refused.why()).contains("normalises over time");
  }

  @Test
  void trailingPoolingLongerThanTheHopStaysInTheHead() {
    NetworkBuilder b = new NetworkBuilder(1, 256, 6);
    int c = b.relu(b.conv(0, 4, 4, 4, 1, 0, 0));
    int p = b.pool(c, Op.Pool.Kind.AVERAGE, 16, 16, 0, 0);
    StreamingPlan plan = plan(b.build(b.linear(b.reshape(p, 1, 16), 2)), 32, Mode.EXACT);
    assertThat(plan.streamability()).isEqualTo(Streamability.EXACT);
    assertThat(plan.alignment()).isEqualTo(4);
    assertThat(plan.head()).anyMatch(layer -> layer.op() instanceof Op.Pool);
  }

  @Test
  void meanOverTimeKeepsSumsPerHopInsteadOfRows() {
    StreamingPlan plan = plan(valid(1024), 128, Mode.EXACT);
    assertThat(plan.frontiers()).hasOnlyElementsOfType(Frontier.Segments.class);
    Frontier.Segments segments = (Frontier.Segments) plan.frontiers().get(0);
    assertThat(plan.embeddingSteps()).isEqualTo(251);
    assertThat(segments.tail()).isEqualTo(251 % 32);
    assertThat(segments.segments()).isEqualTo(2 * (251 / 32) + 1);
  }

  @Test
  void theInputRemembersWhatItsSlowestBranchReads() {
    NetworkBuilder b = new NetworkBuilder(1, 64, 7);
    int slow = b.conv(0, 2, 9, 1, 1, 0, 0);
    int fast = b.slice(b.conv(0, 2, 1, 1, 1, 0, 0), 2, 4, 56, 1);
    int sum = b.binary(Op.Binary.Kind.ADD, slow, fast);
    StreamingPlan plan = plan(b.build(b.reduceTime(sum, Op.Reduce.Kind.MEAN)), 8, Mode.EXACT);
    assertThat(plan.streamability()).isEqualTo(Streamability.EXACT);
    assertThat(plan.tracks().get(0).keeps().count()).isEqualTo(8);
    assertThat(plan.tracks().stream().skip(1)).allMatch(track -> track.keeps().isEmpty());
  }

  @Test
  void idealSpeedupApproachesWindowOverHop() {
    StreamingPlan plan = plan(valid(4096), 64, Mode.EXACT);
    assertThat(plan.idealSpeedup()).isBetween(50.0, 66.0);
  }
}
