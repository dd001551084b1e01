/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.connectors.file;

import java.io.Closeable;
import java.util.Iterator;
import java.util.List;

/**
 * A recording that is read from its beginning to its end. Blocks are new arrays, the caller's to
 * keep; all have the length that was asked for, but the last may be shorter.
 *
 * <p>{@link #next} throws {@link RecordingException} where the file is not what it should be.
 */
public interface Recording extends Iterator<SampleBlock>, Closeable {
  /** What each channel is called. */
  List<String> channels();

  /** Samples per second and channel. */
  float samplingRate();

  /** The number of samples per channel, or -1 where the file does not say. */
  long length();

  /** The same recording with some of its channels, in the order given. */
  default Recording select(List<String> names) {
    return ChannelSelection.of(this, names);
  }
}
