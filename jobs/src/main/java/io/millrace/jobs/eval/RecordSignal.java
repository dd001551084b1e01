/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

import io.millrace.jobs.produce.Signal;
import java.util.Arrays;

/** A recording as a stream of its own name. */
final class RecordSignal implements Signal {
  private final EcgRecord record;
  private int position;

  RecordSignal(EcgRecord record) {
    this.record = record;
  }

  @Override
  public String streamId() {
    return record.name();
  }

  @Override
  public float samplingRate() {
    return record.samplingRate();
  }

  @Override
  public int channels() {
    return 1;
  }

  @Override
  public long length() {
    return record.millivolts().length;
  }

  @Override
  public float[] read(int count) {
    int end = Math.min(position + count, record.millivolts().length);
    float[] samples = Arrays.copyOfRange(record.millivolts(), position, end);
    position = end;
    return samples;
  }
}
