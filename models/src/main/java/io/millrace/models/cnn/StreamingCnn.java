/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn;

/**
 * A network prepared to be streamed: the plan and its packed weights. Immutable, shared by all
 * streams and threads of a process; what differs between streams is in {@link CnnState}. Scratch
 * memory is per thread: see {@link #session()}.
 */
public interface StreamingCnn extends AutoCloseable {
  Timeline timeline();

  int channels();

  /** The number of floats of one prediction. */
  int outputSize();

  /**
   * Identifies weights, plan, state layout and how samples are scaled: states of another
   * fingerprint cannot be continued.
   */
  long fingerprint();

  /** Bytes of {@link CnnState#history()}. */
  int stateBytes();

  /** The memory of a stream that has not begun. */
  CnnState newState();

  /** Tensors outside the Java heap, of all networks that share this one's compute path. */
  default int nativeArrays() {
    return 0;
  }

  /** Bytes of weights outside the Java heap, of the same networks. */
  default long nativeBytes() {
    return 0;
  }

  /** Scratch memory for one thread. */
  Session session();

  @Override
  void close();

  /** Steps batches of streams; one thread only. */
  interface Session extends AutoCloseable {
    /**
     * Advances each stream by one chunk. Bitwise the same for any batch size on the Java compute
     * paths.
     *
     * @param states the streams, all distinct, changed in place (their hop count too)
     * @param chunks per stream, granule rows of channels floats (channels-last); a stream's first
     *     chunk has its samples at the end, see {@link Timeline#firstChunk()}; what stands before
     *     them is ignored
     * @param batch how many entries of the arrays to use
     */
    void advance(CnnState[] states, float[][] chunks, int batch);

    /**
     * Predicts from what each stream has seen up to its last chunk.
     *
     * @param outputs per stream, filled with {@link StreamingCnn#outputSize()} floats
     */
    void predict(CnnState[] states, float[][] outputs, int batch);

    @Override
    void close();
  }
}
