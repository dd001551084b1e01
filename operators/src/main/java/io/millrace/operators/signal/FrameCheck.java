/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import io.millrace.models.signal.Frame;

/** Tells frames that fit a model from those that cannot be taken in. */
final class FrameCheck {
  /** Highest sequence number: beyond it positions would no longer be exact in a double. */
  private static final long MAX_SEQUENCE = 1L << 53;

  private static final int EXPONENT = 0x7f800000;

  private final int channels;
  private final float samplingRate;
  private final int maxFrame;
  private final float rateTolerance;

  /**
   * @param channels of the model
   * @param samplingRate of the model, or 0 where any will do
   */
  FrameCheck(int channels, float samplingRate, SignalRules rules) {
    this.channels = channels;
    this.samplingRate = samplingRate;
    this.maxFrame = rules.maxFrame();
    this.rateTolerance = rules.rateTolerance();
  }

  /** The first fault found, or null. */
  FrameFault fault(Frame frame) {
    float[] samples = frame.samples();
    if (frame.channels() != channels || samples.length % channels != 0) {
      return FrameFault.CHANNELS;
    }
    if (samples.length == 0 || samples.length / channels > maxFrame) {
      return FrameFault.LENGTH;
    }
    if (frame.sequence() < 0 || frame.sequence() > MAX_SEQUENCE) {
      return FrameFault.SEQUENCE;
    }
    float rate = frame.samplingRate();
    if (!(rate > 0 && rate < Float.POSITIVE_INFINITY)
        || (samplingRate > 0 && Math.abs(rate - samplingRate) > rateTolerance * samplingRate)) {
      return FrameFault.SAMPLING_RATE;
    }
    return firstNotFinite(samples) < 0 ? null : FrameFault.NOT_FINITE;
  }

  /** The fault in words: what was found, what is wanted, what helps. */
  String describe(Frame frame, FrameFault fault) {
    return "stream '"
        + frame.streamId()
        + "' frame "
        + frame.sequence()
        + ": "
        + switch (fault) {
          case CHANNELS ->
              frame.channels() != channels
                  ? "channels is "
                      + frame.channels()
                      + ", the model takes "
                      + channels
                      + ": send it to a job whose model has as many"
                  : "samples holds "
                      + frame.samples().length
                      + " floats, no multiple of channels="
                      + channels
                      + ": send whole samples, channels-last";
          case LENGTH ->
              frame.samples().length == 0
                  ? "samples is empty: send one sample or more"
                  : "samples is "
                      + frame.length()
                      + " long, above max-frame="
                      + maxFrame
                      + ": send shorter frames or raise the limit";
          case SEQUENCE ->
              "sequence is "
                  + frame.sequence()
                  + ", must lie in [0, 2^53]: number samples from the stream's start";
          case SAMPLING_RATE ->
              "sampling-rate is "
                  + frame.samplingRate()
                  + " Hz, "
                  + (samplingRate > 0
                      ? "the model takes " + samplingRate + " Hz: resample"
                      : "must be positive and finite")
                  + " (rate-tolerance="
                  + rateTolerance
                  + ")";
          case NOT_FINITE -> {
            int at = firstNotFinite(frame.samples());
            yield "sample "
                + at / channels
                + " of channel "
                + at % channels
                + " is "
                + frame.samples()[at]
                + ": leave missing samples out, they are treated as a gap";
          }
        };
  }

  private static int firstNotFinite(float[] samples) {
    // One pass without branches settles the usual case.
    int bad = 0;
    for (float sample : samples) {
      bad |= (Float.floatToRawIntBits(sample) & EXPONENT) + (1 << 23);
    }
    if (bad >= 0) {
      return -1;
    }
    for (int i = 0; i < samples.length; i++) {
      if (!Float.isFinite(samples[i])) {
        return i;
      }
    }
    return -1;
  }
}
