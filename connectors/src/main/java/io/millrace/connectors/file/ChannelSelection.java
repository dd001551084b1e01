/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.file;

import java.io.IOException;
import java.util.List;

/** Some channels of a recording. */
final class ChannelSelection implements Recording {
  private final Recording all;
  private final List<String> names;
  private final int[] picked;

  private ChannelSelection(Recording all, List<String> names, int[] picked) {
    this.all = all;
    this.names = names;
    this.picked = picked;
  }

  static ChannelSelection of(Recording all, List<String> names) {
    if (names.isEmpty()) {
      throw new RecordingException("No channel is selected; there are " + all.channels());
    }
    int[] picked = new int[names.size()];
    for (int i = 0; i < picked.length; i++) {
      picked[i] = all.channels().indexOf(names.get(i));
      if (picked[i] < 0) {
        throw new RecordingException(
            "There is no channel " + names.get(i) + "; there are " + all.channels());
      }
    }
    return new ChannelSelection(all, List.copyOf(names), picked);
  }

  @Override
  public boolean hasNext() {
    return all.hasNext();
  }

  @Override
  public SampleBlock next() {
    SampleBlock block = all.next();
    float[] samples = new float[block.length() * picked.length];
    for (int i = 0; i < block.length(); i++) {
      for (int c = 0; c < picked.length; c++) {
        samples[i * picked.length + c] = block.samples()[i * block.channels() + picked[c]];
      }
    }
    return new SampleBlock(block.sequence(), picked.length, samples);
  }

  @Override
  public List<String> channels() {
    return names;
  }

  @Override
  public float samplingRate() {
    return all.samplingRate();
  }

  @Override
  public long length() {
    return all.length();
  }

  @Override
  public void close() throws IOException {
    all.close();
  }
}
