/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.graph;

import io.millrace.models.graph.LinkModel;
import io.millrace.models.graph.catalogue.OnlineModel;
import io.millrace.models.neural.batch.Parameters;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceWriter;
import io.millrace.state.follow.Adoption;
import java.util.Arrays;

/**
 * The model of a graph, what it learned since it began, and what of that was shared with others.
 * Parameters, and what they were when moves were measured last, are pieces of their own.
 */
public final class GraphLearner {
  static final long PARAMETERS = 0;
  static final long MEASURED = 1L << 32;
  static final long END = 1L << 33;

  private final OnlineModel online;
  private final LearnerPieces pieces;
  private final Adoption adoption = new Adoption();
  private GraphParts parts;
  private long learned;
  private long sharedAt;
  private float[] measured;
  private boolean measuredChanged;

  GraphLearner(GraphParts parts, OnlineModel online) {
    this.parts = parts;
    this.online = online;
    pieces = new LearnerPieces(online.parameters());
  }

  public LinkModel model() {
    return online.model();
  }

  public Parameters parameters() {
    return online.parameters();
  }

  /** What it remembers of versions of shared parameters. */
  public Adoption adoption() {
    return adoption;
  }

  /** Edges learned. */
  public long learned() {
    return learned;
  }

  public void count(int edges) {
    learned += edges;
  }

  /** Edges learned since the parameters were shared last. */
  public long unshared() {
    return learned - sharedAt;
  }

  /** Whether it is known what the parameters were when they were shared or adopted last. */
  public boolean measuresMoves() {
    return measured != null;
  }

  /**
   * How far the parameters moved since this was told last or a version was adopted, whichever was
   * later; they count as shared now.
   *
   * @throws IllegalStateException when {@link #measuresMoves} is false
   */
  public float[] moved() {
    if (measured == null) {
      throw new IllegalStateException("no version was adopted that moves are measured from");
    }
    float[] values = online.model().learned();
    float[] moved = values.clone();
    for (int i = 0; i < moved.length; i++) {
      moved[i] -= measured[i];
    }
    measureFrom(values);
    sharedAt = learned;
    return moved;
  }

  /** The parameters, which count as shared now. */
  public float[] told() {
    measureFrom(null);
    sharedAt = learned;
    return online.model().learned();
  }

  /**
   * Takes over a merged version's parameters. What was learned since parameters were shared last
   * still counts as not shared: a learner is not silenced by versions that come often.
   *
   * @param measure whether moves are measured from here on, which keeps the values
   * @throws IllegalArgumentException when they are not those of a model of this shape
   */
  public void adopt(float[] values, boolean measure) {
    online.model().learned(values);
    measureFrom(measure ? values : null);
  }

  private void measureFrom(float[] values) {
    measuredChanged |= measured != values;
    measured = values;
  }

  /** Begins anew with the parameters of another trained model. */
  void begin(GraphParts other) {
    parts = other;
    reset();
  }

  /** Gives back the parameters of the beginning: it lost its way. */
  public void reset() {
    Parameters parameters = online.parameters();
    online.model().learned(parts.model(layout -> new HotNodes(layout, null)).model().learned());
    Arrays.fill(parameters.gradients(), 0);
    Arrays.fill(parameters.firstMoments(), 0);
    Arrays.fill(parameters.secondMoments(), 0);
    parameters.resume(0);
    pieces.touch();
    measureFrom(null);
    forget();
  }

  private void forget() {
    learned = 0;
    sharedAt = 0;
    adoption.lost();
  }

  long bytes() {
    return 16L * online.parameters().size() + (measured == null ? 0 : 4L * measured.length);
  }

  void writeCounts(PieceWriter out) {
    out.varint(learned);
    out.varint(sharedAt);
  }

  void readCounts(PieceReader in) {
    learned = in.varint();
    sharedAt = in.varint();
  }

  void writeChanges(PieceWriter out, PieceSink sink) {
    pieces.writeChanges(PARAMETERS, out, sink);
    if (!measuredChanged) {
      return;
    }
    measuredChanged = false;
    for (int piece = 0; piece < pieces.count(); piece++) {
      int from = piece * LearnerPieces.FLOATS;
      if (measured == null) {
        sink.remove(MEASURED + piece);
        continue;
      }
      out.begin();
      for (int i = from; i < Math.min(measured.length, from + LearnerPieces.FLOATS); i++) {
        out.float32(measured[i]);
      }
      out.put(MEASURED + piece, sink);
    }
  }

  /** Whether a piece is one of a learner's. */
  static boolean owns(long piece) {
    return piece >= PARAMETERS && piece < END;
  }

  /** Its pieces were of other parameters and are gone: what was learned is of no use to these. */
  void lost() {
    pieces.begin();
    forget();
  }

  void read(long id, PieceReader in) {
    if (id < MEASURED) {
      pieces.read((int) id, in);
      return;
    }
    if (measured == null) {
      measured = new float[online.parameters().size()];
    }
    int from = (int) (id - MEASURED) * LearnerPieces.FLOATS;
    for (int i = from; i < Math.min(measured.length, from + LearnerPieces.FLOATS); i++) {
      measured[i] = in.float32();
    }
    in.end();
  }
}
