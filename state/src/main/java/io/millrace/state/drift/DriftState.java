/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.drift;

import io.millrace.models.drift.learner.Attributes;
import io.millrace.models.drift.learner.Learner;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.piece.PieceSource;
import io.millrace.models.piece.PieceWriter;
import io.millrace.state.follow.Adoption;
import io.millrace.state.turn.TurnState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * What an operator keeps of one labelled stream. The learner's pieces have ids from 0 up; {@link
 * #FACTS} holds the schema and the counts, {@link #STANDING} the current window, and each event
 * that waits is a piece of its own. While all that is small, it is written as one piece.
 */
public final class DriftState extends TurnState {
  /** The piece that, where there is one of that id, is the whole state. */
  public static final long WHOLE = Pack.ID;

  static final long FACTS = -1;
  static final long STANDING = -2;
  static final long ADOPTION = -4;
  private static final int VERSION = 1;

  /** Most attributes that a stream can have. */
  public static final int MAX_WIDTH = 1 << 24;

  private static final long FIXED_BYTES = 1800;

  /** The {@link #part} of a stream that is not split. */
  public static final int UNSPLIT = -1;

  private final String streamId;
  private final int part;
  private final DriftParts parts;
  private final Agenda agenda = new Agenda();
  private final ClassNames names = new ClassNames();
  private final Standing standing;
  private final Pack pack = new Pack();
  private final Adoption adoption = new Adoption();
  private Learner learner;
  private int width;
  private int[] nominal = {};
  private long predicted;
  private long learned;
  private long judged;
  private long unmatched;
  private long unlabelled;

  public DriftState(String streamId, DriftParts parts) {
    this(streamId, UNSPLIT, parts);
  }

  /**
   * @param part of a stream that is split, from 0
   */
  public DriftState(String streamId, int part, DriftParts parts) {
    this.streamId = streamId;
    this.part = part;
    this.parts = parts;
    this.standing = new Standing(parts.detector());
  }

  public String streamId() {
    return streamId;
  }

  /** Which part of its stream this is, or {@link #UNSPLIT}. */
  public int part() {
    return part;
  }

  /** The live learner, or null before the first instance. */
  public Learner learner() {
    return learner;
  }

  /** Number of attributes, 0 before the first instance. */
  public int width() {
    return width;
  }

  /** Positions of the nominal attributes. */
  public int[] nominal() {
    return nominal.clone();
  }

  /** Whether instances have these positions of nominal attributes. */
  public boolean hasNominal(int[] positions) {
    return Arrays.equals(nominal, positions);
  }

  /** Says what all instances look like, and begins to learn. */
  public void define(int newWidth, int[] newNominal) {
    width = newWidth;
    nominal = newNominal.clone();
    learner = parts.learner(attributes());
  }

  private Attributes attributes() {
    BitSet set = new BitSet();
    for (int position : nominal) {
      set.set(position);
    }
    return Attributes.of(width, set);
  }

  public Agenda agenda() {
    return agenda;
  }

  public ClassNames names() {
    return names;
  }

  public Standing standing() {
    return standing;
  }

  /** What the learner remembers of versions of shared parameters. */
  public Adoption adoption() {
    return adoption;
  }

  public long predicted() {
    return predicted;
  }

  public void countPredicted() {
    predicted++;
  }

  /** Labels that the learner has learned. */
  public long learned() {
    return learned;
  }

  public void countLearned() {
    learned++;
  }

  /** Predictions whose label came. */
  public long judged() {
    return judged;
  }

  public void countJudged() {
    judged++;
  }

  /** Labels without an instance. */
  public long unmatched() {
    return unmatched;
  }

  public void countUnmatched() {
    unmatched++;
  }

  /** Instances whose label did not come in time. */
  public long unlabelled() {
    return unlabelled;
  }

  public void countUnlabelled() {
    unlabelled++;
  }

  @Override
  public long bytes() {
    return FIXED_BYTES
        + agenda.ledger().bytes()
        + pack.bytes()
        + standing.bytes()
        + (learner == null ? 0 : learner.heapBytes());
  }

  @Override
  public void writeChanges(PieceSink sink) {
    PieceWriter out = new PieceWriter();
    PieceSink packed = pack.begin(sink);
    writeFacts(out.begin());
    out.put(FACTS, packed);
    if (standing.changed) {
      standing.write(out.begin());
      out.put(STANDING, packed);
      standing.changed = false;
    }
    if (adoption.changed()) {
      adoption.write(out.begin());
      out.put(ADOPTION, packed);
    }
    if (learner != null) {
      learner.writeChanges(packed);
    }
    agenda.writeChanges(out, packed);
    pack.end();
  }

  private void writeFacts(PieceWriter to) {
    to.u8(VERSION);
    to.varint(width);
    to.varint(nominal.length);
    for (int position : nominal) {
      to.varint(position);
    }
    writeTurn(to);
    to.varint(predicted);
    to.varint(learned);
    to.varint(judged);
    to.varint(unmatched);
    to.varint(unlabelled);
    names.write(to);
  }

  private void readFacts(PieceReader in) {
    in.version(VERSION);
    width = in.count("attributes", MAX_WIDTH);
    nominal = new int[in.count("nominal attributes", width)];
    for (int i = 0; i < nominal.length; i++) {
      nominal[i] = in.count("as a position", width - 1);
    }
    readTurn(in);
    predicted = in.varint();
    learned = in.varint();
    judged = in.varint();
    unmatched = in.varint();
    unlabelled = in.varint();
    names.read(in);
    in.end();
  }

  @Override
  public void restore(PieceSource source) {
    List<Entry> entries = new ArrayList<>();
    boolean[] seen = new boolean[1];
    PieceSource pieces = pack.restore(source);
    pieces.forEach(
        (id, bytes, length) -> {
          if (id >= 0) {
            return;
          }
          PieceReader in = new PieceReader(id, bytes, length);
          if (id == FACTS) {
            readFacts(in);
            seen[0] = true;
          } else if (id == STANDING) {
            standing.read(in);
          } else if (id == ADOPTION) {
            adoption.read(in);
          } else {
            Entry entry = EntryFormat.read(streamId, in);
            in.end();
            agenda.ledger().restored(entry, id);
            entries.add(entry);
          }
        });
    if (!seen[0]) {
      throw new IllegalArgumentException(
          "piece " + FACTS + " is missing: the state is damaged, restore an earlier checkpoint");
    }
    agenda.restore(entries);
    if (width > 0) {
      learner = parts.learner(attributes());
      learner.restore(learnersOwn(pieces));
    }
  }

  private static PieceSource learnersOwn(PieceSource source) {
    return consumer ->
        source.forEach(
            (id, bytes, length) -> {
              if (id >= 0) {
                consumer.accept(id, bytes, length);
              }
            });
  }
}
