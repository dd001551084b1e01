/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.produce;

/** The beginning of a signal, renamed. */
public final class LimitedSignal implements Signal {
  private final Signal signal;
  private final String streamId;
  private final long length;
  private long read;

  /**
   * The first seconds of a signal, or all of it where it is shorter.
   *
   * @param seconds of signal; infinity for all
   */
  public LimitedSignal(Signal signal, String streamId, double seconds) {
    this.signal = signal;
    this.streamId = streamId;
    // A cast from infinity gives the largest number.
    this.length = Math.min(signal.length(), (long) Math.ceil(seconds * signal.samplingRate()));
  }

  @Override
  public String streamId() {
    return streamId;
  }

  @Override
  public float samplingRate() {
    return signal.samplingRate();
  }

  @Override
  public int channels() {
    return signal.channels();
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public float[] read(int count) {
    float[] samples = signal.read((int) Math.min(count, length - read));
    read += samples.length / channels();
    return samples;
  }

  /** How much of it was read, in seconds of signal. */
  double secondsRead() {
    return read / (double) signal.samplingRate();
  }

  @Override
  public void close() {
    signal.close();
  }
}
