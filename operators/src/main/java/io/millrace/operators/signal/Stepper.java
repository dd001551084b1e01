/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.operators.signal;

import io.millrace.models.cnn.CnnState;
import io.millrace.models.cnn.StreamingCnn;
import io.millrace.models.cnn.Timeline;
import io.millrace.models.signal.Prediction;
import io.millrace.operators.model.ServedModel;
import io.millrace.state.signal.SignalState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;

/**
 * Steps the streams of a bundle through a network together: round r takes the r-th chunk of every
 * stream that has as many. Chunks and turns are reused, so that a step allocates predictions only.
 */
final class Stepper implements AutoCloseable {
  private static final int NANOS_PER_MICRO = 1000;

  private final ServedModel model;
  private final Timeline timeline;
  private final StreamingCnn.Session session;
  private final boolean emitWarming;
  private final PredictionSink sink;
  private final Counter requests;
  private final Histogram latency;
  private final int chunkFloats;
  private final List<StreamTurn> turns = new ArrayList<>();
  private final List<StreamTurn> spareTurns = new ArrayList<>();
  private final List<Chunk> spareChunks = new ArrayList<>();

  private StreamTurn[] stepping = new StreamTurn[16];
  private CnnState[] states = new CnnState[16];
  private float[][] rows = new float[16][];
  private Chunk[] taken = new Chunk[16];
  private StreamTurn[] asking = new StreamTurn[16];
  private CnnState[] askingStates = new CnnState[16];
  private Chunk[] askingChunks = new Chunk[16];
  private float[][] outputs = new float[16][];

  /**
   * @param requests counts predictions
   * @param latency of a round, microseconds
   */
  Stepper(
      ServedModel model,
      boolean emitWarming,
      PredictionSink sink,
      Counter requests,
      Histogram latency) {
    this.model = model;
    this.timeline = model.cnn().timeline();
    this.session = model.cnn().session();
    this.emitWarming = emitWarming;
    this.sink = sink;
    this.requests = requests;
    this.latency = latency;
    this.chunkFloats = timeline.granule() * model.cnn().channels();
  }

  /** Opens the turn of a stream; it lasts until {@link #run} returns. */
  StreamTurn turn(String streamId, SignalState state) {
    StreamTurn turn =
        spareTurns.isEmpty() ? new StreamTurn(this) : spareTurns.remove(spareTurns.size() - 1);
    turns.add(turn.begin(streamId, state));
    return turn;
  }

  Chunk blank() {
    return spareChunks.isEmpty()
        ? new Chunk(chunkFloats)
        : spareChunks.remove(spareChunks.size() - 1);
  }

  /** Streams whose turn has begun. */
  int turns() {
    return turns.size();
  }

  /** Steps all that waits and ends all turns. */
  void run() {
    int active = gather();
    while (active > 0) {
      long begin = System.nanoTime();
      step(active);
      predict(active);
      latency.update((System.nanoTime() - begin) / NANOS_PER_MICRO);
      active = recycle(active);
    }
    for (int i = 0; i < turns.size(); i++) {
      StreamTurn turn = turns.get(i);
      if (turn.state().consumed() == 0) {
        // The stream starts over: its old memory is not worth keeping.
        turn.state().cnn(null);
      }
      turn.end();
      spareTurns.add(turn);
    }
    turns.clear();
  }

  private int gather() {
    if (stepping.length < turns.size()) {
      grow(Math.max(turns.size(), 2 * stepping.length));
    }
    int active = 0;
    for (int i = 0; i < turns.size(); i++) {
      if (turns.get(i).head() != null) {
        stepping[active++] = turns.get(i);
      }
    }
    return active;
  }

  private void step(int batch) {
    for (int b = 0; b < batch; b++) {
      Chunk chunk = stepping[b].poll();
      SignalState state = stepping[b].state();
      if (chunk.first) {
        state.cnn(model.cnn().newState());
      }
      taken[b] = chunk;
      states[b] = state.cnn();
      rows[b] = chunk.rows;
    }
    session.advance(states, rows, batch);
  }

  private void predict(int batch) {
    int asked = 0;
    for (int b = 0; b < batch; b++) {
      long hops = states[b].hops();
      if (timeline.emissions(hops) > 0 && (emitWarming || !timeline.warming(hops))) {
        asking[asked] = stepping[b];
        askingStates[asked] = states[b];
        askingChunks[asked] = taken[b];
        outputs[asked] = new float[model.cnn().outputSize()];
        asked++;
      }
    }
    if (asked == 0) {
      return;
    }
    session.predict(askingStates, outputs, asked);
    requests.inc(asked);
    for (int a = 0; a < asked; a++) {
      emit(asking[a], askingStates[a].hops(), askingChunks[a], outputs[a]);
      outputs[a] = null;
    }
  }

  private void emit(StreamTurn turn, long hops, Chunk chunk, float[] output) {
    String label = model.label(output);
    boolean warming = timeline.warming(hops);
    int emissions = timeline.emissions(hops);
    for (int k = 0; k < emissions; k++) {
      long end = chunk.origin + timeline.windowEnd(hops, k);
      sink.add(
          new Prediction(
              turn.streamId(), end, chunk.millisOf(end), output, label, model.version(), warming),
          chunk.anchorMillis);
    }
  }

  /** Returns the chunks and keeps the streams that have more. */
  private int recycle(int batch) {
    int active = 0;
    for (int b = 0; b < batch; b++) {
      spareChunks.add(taken[b]);
      taken[b] = null;
      states[b] = null;
      rows[b] = null;
      if (stepping[b].head() != null) {
        stepping[active++] = stepping[b];
      }
    }
    Arrays.fill(stepping, active, batch, null);
    Arrays.fill(asking, 0, batch, null);
    Arrays.fill(askingStates, 0, batch, null);
    Arrays.fill(askingChunks, 0, batch, null);
    return active;
  }

  private void grow(int size) {
    stepping = new StreamTurn[size];
    states = new CnnState[size];
    rows = new float[size][];
    taken = new Chunk[size];
    asking = new StreamTurn[size];
    askingStates = new CnnState[size];
    askingChunks = new Chunk[size];
    outputs = new float[size][];
  }

  @Override
  public void close() {
    session.close();
  }
}
