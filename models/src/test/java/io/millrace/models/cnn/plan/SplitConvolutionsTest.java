/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.millrace.models.cnn.Mode;
import io.millrace.models.cnn.net.Layer;
import io.millrace.models.cnn.net.NaiveInterpreter;
import io.millrace.models.cnn.net.Network;
import io.millrace.models.cnn.net.NetworkBuilder;
import io.millrace.models.cnn.net.Op;
import io.millrace.models.tensor.Activation;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SplitConvolutionsTest {
  private static final Activation TANH = new Activation(Activation.Kind.TANH, 0, 0);
  private static final Activation SIGMOID = new Activation(Activation.Kind.SIGMOID, 0, 0);

  private final NetworkBuilder builder = new NetworkBuilder(2, 48, 3);

  private static void assertComputesTheSame(Network before, Network after) {
    float[] window = new float[before.channels() * before.window()];
    Random random = new Random(1);
    for (int i = 0; i < window.length; i++) {
      window[i] = (float) random.nextGaussian();
    }
    assertThat(NaiveInterpreter.output(after, window))
        .containsExactly(NaiveInterpreter.output(before, window), within(1e-6f));
  }

  private static long count(Network network, Class<? extends Op> op) {
    return network.layers().stream().map(Layer::op).filter(op::isInstance).count();
  }

  private Network gated() {
    int conv = builder.conv(0, 8, 3, 1, 2, 0, 0);
    int left = builder.unary(builder.slice(conv, 1, 0, 4, 1), TANH);
    int right = builder.unary(builder.slice(conv, 1, 4, 4, 1), SIGMOID);
    return builder.build(builder.binary(Op.Binary.Kind.MUL, left, right));
  }

  @Test
  void theHalvesOfAGatedUnitHaveConvolutionsOfTheirOwn() {
    Network gated = gated();

    Network split = SplitConvolutions.of(gated);

    assertThat(count(split, Op.Conv.class)).isEqualTo(2);
    assertThat(count(split, Op.Slice.class)).isZero();
    assertComputesTheSame(gated, split);
  }

  @Test
  void channelsThatNobodyTakesAreNotComputed() {
    int conv = builder.conv(0, 9, 3, 1, 1, 1, 1);
    Network every = builder.build(builder.slice(conv, 1, 1, 4, 2));

    Network split = SplitConvolutions.of(every);

    assertThat(((Op.Conv) split.layers().get(0).op()).outChannels()).isEqualTo(4);
    assertComputesTheSame(every, split);
  }

  @Test
  void whatIsAlsoReadAsAWholeStays() {
    int conv = builder.conv(0, 8, 3, 1, 1, 0, 0);
    int part = builder.slice(conv, 1, 0, 4, 1);
    Network both = builder.build(builder.concat(conv, part));

    assertThat(SplitConvolutions.of(both).layers()).isEqualTo(both.layers());
  }

  @Test
  void slicesInTimeAndOverlappingOnesStay() {
    int conv = builder.conv(0, 8, 3, 1, 1, 0, 0);
    Network inTime = builder.build(builder.slice(conv, 2, 0, 4, 1));
    NetworkBuilder other = new NetworkBuilder(2, 48, 3);
    int whole = other.conv(0, 8, 3, 1, 1, 0, 0);
    Network twice =
        other.build(other.concat(other.slice(whole, 1, 0, 6, 1), other.slice(whole, 1, 2, 6, 1)));

    assertThat(SplitConvolutions.of(inTime).layers()).isEqualTo(inTime.layers());
    assertThat(SplitConvolutions.of(twice).layers()).isEqualTo(twice.layers());
  }

  @Test
  void thePlanOfAGatedUnitCopiesNothing() {
    StreamingPlan plan = Planner.plan(gated(), PlanRequest.of(8, Mode.EXACT));

    assertThat(plan.accepted()).as(plan.why()).isTrue();
    assertThat(plan.layers())
        .extracting(layer -> (Object) layer.op().getClass())
        .containsExactly(RowOp.Convolve.class, RowOp.Convolve.class, RowOp.Combine.class);
    assertThat(((RowOp.Convolve) plan.layers().get(0).op()).activation()).isEqualTo(TANH);
    assertThat(((RowOp.Convolve) plan.layers().get(1).op()).activation()).isEqualTo(SIGMOID);
  }
}
