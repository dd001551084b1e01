/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import io.millrace.state.signal.SignalState;

/** The chunks of one stream that wait to be stepped, in order. */
final class StreamTurn implements ChunkSink {
  private final Stepper stepper;
  private String streamId;
  private SignalState state;
  private Chunk head;
  private Chunk tail;

  StreamTurn(Stepper stepper) {
    this.stepper = stepper;
  }

  StreamTurn begin(String newStreamId, SignalState newState) {
    streamId = newStreamId;
    state = newState;
    return this;
  }

  String streamId() {
    return streamId;
  }

  SignalState state() {
    return state;
  }

  Chunk head() {
    return head;
  }

  /** Takes the first chunk out. */
  Chunk poll() {
    Chunk chunk = head;
    head = chunk.next;
    chunk.next = null;
    return chunk;
  }

  @Override
  public Chunk blank() {
    return stepper.blank();
  }

  @Override
  public void add(Chunk chunk) {
    if (head == null) {
      head = chunk;
    } else {
      tail.next = chunk;
    }
    tail = chunk;
  }

  void end() {
    streamId = null;
    state = null;
    tail = null;
  }
}
