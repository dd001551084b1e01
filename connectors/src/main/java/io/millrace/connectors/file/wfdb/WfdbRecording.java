/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.file.wfdb;

import io.millrace.connectors.file.Recording;
import io.millrace.connectors.file.RecordingException;
import io.millrace.connectors.file.SampleBlock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/**
 * The signals of a WFDB record. At the end of the record its checksums are compared with those of
 * the header.
 */
public final class WfdbRecording implements Recording {
  /** What the values of the samples mean. */
  public enum Scale {
    /** As the converter gave them. */
    ADC,
    /** In the units of the header; NaN where a sample is missing. */
    PHYSICAL
  }

  private final Path folder;
  private final Header header;
  private final Scale scale;
  private final int blockLength;
  private final SampleStream[] streams;
  private final int[] sums;
  private final int[] frame;
  private long at;
  private boolean ready;

  private WfdbRecording(
      Path folder, Header header, Scale scale, int blockLength, SampleStream[] streams) {
    this.folder = folder;
    this.header = header;
    this.scale = scale;
    this.blockLength = blockLength;
    this.streams = streams;
    sums = new int[streams.length];
    frame = new int[streams.length];
    ready = readFrame();
  }

  /**
   * Opens a record.
   *
   * @param folder where it lies
   * @param record its name, without extension
   * @param blockLength samples per channel in each block
   * @throws RecordingException if the header or a signal is missing or not supported
   */
  public static WfdbRecording open(Path folder, String record, Scale scale, int blockLength) {
    if (blockLength < 1) {
      throw new IllegalArgumentException("Blocks of " + blockLength + " samples; use at least 1");
    }
    Header header = Header.read(folder, record);
    Map<String, SampleStream> files = new LinkedHashMap<>();
    try {
      SampleStream[] streams = new SampleStream[header.signals().size()];
      for (int c = 0; c < streams.length; c++) {
        Signal signal = header.signals().get(c);
        streams[c] =
            files.computeIfAbsent(
                signal.file(),
                name -> SampleStream.open(folder.resolve(name), signal.format(), signal.skip()));
      }
      return new WfdbRecording(folder, header, scale, blockLength, streams);
    } catch (RuntimeException e) {
      for (SampleStream stream : files.values()) {
        try {
          stream.close();
        } catch (IOException suppressed) {
          e.addSuppressed(suppressed);
        }
      }
      throw e;
    }
  }

  public Header header() {
    return header;
  }

  @Override
  public List<String> channels() {
    return header.signals().stream().map(Signal::description).toList();
  }

  @Override
  public float samplingRate() {
    return header.samplingRate();
  }

  @Override
  public long length() {
    return header.length() == 0 ? -1 : header.length();
  }

  @Override
  public boolean hasNext() {
    return ready;
  }

  @Override
  public SampleBlock next() {
    if (!ready) {
      throw new NoSuchElementException();
    }
    int channels = frame.length;
    long first = at;
    float[] samples = new float[blockLength * channels];
    int n = 0;
    while (ready && n < samples.length) {
      for (int c = 0; c < channels; c++) {
        samples[n++] = scale == Scale.ADC ? frame[c] : header.signals().get(c).physical(frame[c]);
      }
      at++;
      ready = readFrame();
    }
    return new SampleBlock(
        first, channels, n == samples.length ? samples : Arrays.copyOf(samples, n));
  }

  /** Reads one sample of every signal; false at the end of the record. */
  private boolean readFrame() {
    if (at == header.length() && at > 0) {
      verify();
      return false;
    }
    for (int c = 0; c < frame.length; c++) {
      int sample = streams[c].next();
      if (sample == SampleStream.END) {
        if (c > 0 || header.length() > 0) {
          throw new RecordingException(
              folder.resolve(header.signals().get(c).file())
                  + " ends in sample "
                  + at
                  + (header.length() > 0 ? " of " + header.length() : "")
                  + "; the file is truncated");
        }
        verify();
        return false;
      }
      frame[c] = sample;
      sums[c] += sample;
    }
    return true;
  }

  private void verify() {
    for (int c = 0; c < sums.length; c++) {
      Signal signal = header.signals().get(c);
      if (signal.checksum() != null && (short) sums[c] != (short) (int) signal.checksum()) {
        throw new RecordingException(
            folder.resolve(signal.file())
                + ": the samples of "
                + signal.description()
                + " sum up to "
                + (short) sums[c]
                + ", the header says "
                + signal.checksum()
                + "; the file is damaged");
      }
    }
  }

  @Override
  public void close() throws IOException {
    for (SampleStream stream : streams) {
      stream.close();
    }
  }
}
