/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.models.origin.Origin;
import io.millrace.models.signal.Frame;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameCheckTest {
  private static final SignalRules RULES =
      SignalRules.DEFAULT.withMaxFrame(4).withRateTolerance(0.02f);

  private final FrameCheck check = new FrameCheck(2, 100, RULES);

  private static Frame frame(long sequence, float rate, int channels, float... samples) {
    return new Frame("bed-7", sequence, 0, rate, channels, samples, Origin.NONE);
  }

  private void refused(Frame frame, FrameFault fault, String... words) {
    assertThat(check.fault(frame)).isEqualTo(fault);
    assertThat(check.describe(frame, fault)).contains("stream 'bed-7'").contains(words);
  }

  @Test
  void aFrameThatFitsHasNoFault() {
    assertThat(check.fault(frame(0, 100, 2, 1, 2, 3, 4, 5, 6, 7, 8))).isNull();
    assertThat(check.fault(frame(1L << 53, 101.9f, 2, -0f, Float.MIN_VALUE))).isNull();
    assertThat(check.fault(frame(0, 98.1f, 2, Float.MAX_VALUE, -Float.MAX_VALUE))).isNull();
  }

  @Test
  void faultsNameKeyValueAndRemedy() {
    refused(
        frame(5, 100, 3, 1, 2, 3),
        FrameFault.CHANNELS,
        "frame 5",
        "channels is 3",
        "takes 2",
        "send it to a job");
    refused(frame(0, 100, 0, 1, 2), FrameFault.CHANNELS, "channels is 0");
    refused(frame(0, 100, 2, 1, 2, 3), FrameFault.CHANNELS, "3 floats", "send whole samples");
    refused(frame(0, 100, 2), FrameFault.LENGTH, "empty", "send one sample");
    refused(frame(0, 100, 2, new float[10]), FrameFault.LENGTH, "5 long", "max-frame=4", "raise");
    refused(frame(-1, 100, 2, 1, 2), FrameFault.SEQUENCE, "sequence is -1", "number samples");
    refused(frame(Long.MAX_VALUE, 100, 2, 1, 2), FrameFault.SEQUENCE, "2^53");
    refused(frame(0, 103, 2, 1, 2), FrameFault.SAMPLING_RATE, "103.0 Hz", "100.0 Hz", "resample");
  }

  @ParameterizedTest
  @ValueSource(floats = {0, -1, Float.NaN, Float.POSITIVE_INFINITY})
  void aModelOfAnyRateStillWantsARate(float rate) {
    FrameCheck any = new FrameCheck(2, 0, RULES);
    assertThat(any.fault(frame(0, 12_345, 2, 1, 2))).isNull();
    Frame frame = frame(0, rate, 2, 1, 2);
    assertThat(any.fault(frame)).isEqualTo(FrameFault.SAMPLING_RATE);
    assertThat(any.describe(frame, FrameFault.SAMPLING_RATE)).contains("positive and finite");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aSampleThatIsNoNumberIsPointedOut(float bad) {
    for (int at = 0; at < 8; at++) {
      float[] samples = {1, 2, 3, 4, 5, 6, 7, 8};
      samples[at] = bad;
      refused(
          frame(0, 100, 2, samples),
          FrameFault.NOT_FINITE,
          "sample " + at / 2 + " of channel " + at % 2 + " is " + bad,
          "gap");
    }
  }
}
