/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import io.millrace.models.neural.batch.Parameters;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceWriter;

/**
 * Parameters with Adam's moments in pieces of {@value #FLOATS} each. Where nothing was learned
 * nothing is written: parameters of the beginning are made again.
 */
final class LearnerPieces {
  static final int FLOATS = 4096;
  private static final int VERSION = 1;

  private final Parameters parameters;
  private long written;

  LearnerPieces(Parameters parameters) {
    this.parameters = parameters;
    written = parameters.version();
  }

  int count() {
    return (parameters.size() + FLOATS - 1) / FLOATS;
  }

  /** Says that what is written is not what is live. */
  void touch() {
    written = 0;
  }

  /** Says that nothing is written: what is live is what a model begins with. */
  void begin() {
    written = parameters.version();
  }

  /** Writes all where anything changed; piece n gets the id {@code base + n}. */
  void writeChanges(long base, PieceWriter out, PieceSink sink) {
    if (written == parameters.version()) {
      return;
    }
    for (int piece = 0; piece < count(); piece++) {
      int from = piece * FLOATS;
      int to = Math.min(parameters.size(), from + FLOATS);
      out.begin();
      out.u8(VERSION);
      out.varint(parameters.steps());
      out.varint(to - from);
      for (int i = from; i < to; i++) {
        out.float32(parameters.values()[i]);
        out.float32(parameters.firstMoments()[i]);
        out.float32(parameters.secondMoments()[i]);
      }
      out.put(base + piece, sink);
    }
    written = parameters.version();
  }

  /** Reads a piece. */
  void read(int piece, PieceReader in) {
    in.version(VERSION);
    long steps = in.varint();
    int from = piece * FLOATS;
    int length = in.count("parameters", FLOATS);
    if (piece >= count() || length != Math.min(FLOATS, parameters.size() - from)) {
      throw in.damaged(
          "parameters from %d to %d of a model of %d"
              .formatted(from, from + length, parameters.size()));
    }
    for (int i = from; i < from + length; i++) {
      parameters.values()[i] = in.float32();
      parameters.firstMoments()[i] = in.float32();
      parameters.secondMoments()[i] = in.float32();
    }
    in.end();
    parameters.resume(steps);
    written = parameters.version();
  }
}
