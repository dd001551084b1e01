/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import io.millrace.models.graph.partition.Assignment;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;
import io.millrace.models.piece.PieceWriter;
import io.millrace.state.turn.TurnState;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * What is kept to cut one graph: edges that wait for their turn, as pieces of their own, and the
 * assignment of those that had it.
 */
public final class CutState extends TurnState {
  /** A graph's first piece; none is a whole state. */
  static final long NO_PIECE = Long.MIN_VALUE;

  private static final long FACTS = -1;
  private static final long ASSIGNMENT = 0;
  private static final int VERSION = 1;
  private static final long FIXED_BYTES = 4 << 10;

  private final String graphId;
  private final EdgeQueue queue = new EdgeQueue();
  private final Assignment assignment;
  private long told;

  public CutState(String graphId, Assignment assignment) {
    this.graphId = graphId;
    this.assignment = assignment;
  }

  public String graphId() {
    return graphId;
  }

  public EdgeQueue queue() {
    return queue;
  }

  public Assignment assignment() {
    return assignment;
  }

  /** Edges assigned when the cut was told of last. */
  public long told() {
    return told;
  }

  /** Notes that the cut was told of. */
  public void tell() {
    told = assignment.edges();
  }

  @Override
  public long bytes() {
    return FIXED_BYTES + queue.bytes() + assignment.bytes();
  }

  @Override
  public void writeChanges(PieceSink sink) {
    PieceWriter out = new PieceWriter();
    out.begin();
    out.u8(VERSION);
    writeTurn(out);
    out.varint(told);
    out.put(FACTS, sink);
    assignment.writeChanges(ASSIGNMENT, out, sink);
    queue.writeChanges(out, sink);
  }

  @Override
  public void restore(PieceSource source) {
    Map<Long, byte[]> ofAssignment = new HashMap<>();
    source.forEach(
        (id, bytes, length) -> {
          if (id >= ASSIGNMENT) {
            ofAssignment.put(id - ASSIGNMENT, Arrays.copyOf(bytes, length));
          } else if (id == FACTS) {
            readFacts(new PieceReader(id, bytes, length));
          } else {
            queue.restore(graphId, id, new PieceReader(id, bytes, length));
          }
        });
    queue.restored();
    assignment.restore(ofAssignment);
  }

  private void readFacts(PieceReader in) {
    in.version(VERSION);
    readTurn(in);
    told = in.varint();
    in.end();
  }
}
