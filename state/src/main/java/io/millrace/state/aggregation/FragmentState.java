/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.aggregation;

import io.millrace.models.aggregation.exact.Grid;
import io.millrace.models.aggregation.round.LinearFragment;
import io.millrace.models.aggregation.rule.LinearRule;
import io.millrace.models.piece.PieceSink;
import io.millrace.models.shape.Fragment;
import io.millrace.state.aggregation.ShardState.Kept;
import io.millrace.state.binary.LittleEndian;
import java.io.IOException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** A stretch of a tensor: parameters, the step's state, and the present round. */
public final class FragmentState {
  private static final int KINDS = 8;
  private static final int PARAMETERS = 1;
  private static final int SUMS = 2;
  private static final int CENTRE = 3;
  private static final int FIRST_SLOT = 4;

  private final Fragment fragment;
  private final boolean parametrised;
  private final float[][] step;
  private float[] parameters;

  /** Where parameters and the step's arrays lie; null once they are here. */
  private PieceFetch unread;

  private final TreeMap<String, Kept> members = new TreeMap<>();
  private final TreeMap<String, Kept> latest = new TreeMap<>();
  private LinearFragment sums;
  private float[] centre;
  private boolean begun;
  private boolean moved;
  private boolean summed;
  private boolean centreChanged;
  private boolean sumsStored;

  FragmentState(Fragment fragment, int slots, boolean parametrised) {
    if (slots > KINDS - FIRST_SLOT) {
      throw new IllegalArgumentException(
          "a server step with " + slots + " slots, at most " + (KINDS - FIRST_SLOT));
    }
    this.fragment = fragment;
    this.parametrised = parametrised;
    parameters = new float[parametrised ? fragment.length() : 0];
    moved = parametrised;
    step = new float[slots][];
  }

  public Fragment fragment() {
    return fragment;
  }

  /** Live; {@link #moved()} must follow a change. */
  public float[] parameters() {
    read();
    return parameters;
  }

  /**
   * The step's arrays, live; all null before the first step.
   *
   * @see #moved()
   */
  public float[][] step() {
    read();
    return step;
  }

  /** Whether the step has its arrays. */
  public boolean begun() {
    read();
    return begun;
  }

  /** Takes over the step's arrays. */
  public void begin(float[][] state) {
    System.arraycopy(state, 0, step, 0, step.length);
    begun = true;
  }

  /** Says that parameters and the step's arrays changed. */
  public void moved() {
    moved = true;
  }

  /** The sums of the round, opened where there are none; {@link #summed()} must follow a change. */
  public LinearFragment sums(LinearRule rule) {
    if (sums == null) {
      sums = new LinearFragment(rule, fragment.length());
    }
    return sums;
  }

  /** Says that the sums changed. */
  public void summed() {
    summed = true;
  }

  /** Forgets the sums. */
  public void clearSums() {
    sums = null;
    summed = true;
  }

  /** The direction of the round before; null for none. */
  public float[] centre() {
    return centre;
  }

  public void centre(float[] direction) {
    centre = direction;
    centreChanged = true;
  }

  /** Updates of the present round by worker; live. */
  public SortedMap<String, Kept> members() {
    return members;
  }

  /** The last update of every worker, for rules that remember them; live. */
  public SortedMap<String, Kept> latest() {
    return latest;
  }

  long bytes() {
    long floats = parameters.length * (1L + (begun ? step.length : 0) + (centre == null ? 0 : 1));
    return 300
        + 4 * floats
        + (sums == null ? 0 : 8L * fragment.length())
        + 100L * (members.size() + latest.size());
  }

  private long piece(int kind) {
    return (fragment.index() + 1L) * KINDS + kind;
  }

  void write(PieceSink sink) {
    if (moved) {
      put(sink, PARAMETERS, parameters);
      for (int s = 0; begun && s < step.length; s++) {
        put(sink, FIRST_SLOT + s, step[s]);
      }
      moved = false;
    }
    if (summed) {
      if (sums == null) {
        if (sumsStored) {
          sink.remove(piece(SUMS));
        }
        sumsStored = false;
      } else {
        byte[] bytes = SumBytes.of(sums);
        sink.put(piece(SUMS), bytes, bytes.length);
        sumsStored = true;
      }
      summed = false;
    }
    if (centreChanged) {
      put(sink, CENTRE, centre);
      centreChanged = false;
    }
  }

  private void put(PieceSink sink, int kind, float[] values) {
    DataOutputSerializer out = new DataOutputSerializer(4 * values.length);
    try {
      new LittleEndian().writeFloats(values, 0, values.length, out);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    sink.put(piece(kind), out.getSharedBuffer(), out.length());
  }

  void restore(PieceFetch fetch, Grid grid) throws IOException {
    if (parametrised) {
      unread = fetch;
      parameters = new float[0];
    }
    moved = false;
    byte[] previous = fetch.piece(piece(CENTRE));
    if (previous != null) {
      centre = new float[fragment.length()];
      floats(previous, centre, "direction");
    }
    byte[] integers = fetch.piece(piece(SUMS));
    if (integers != null) {
      if (integers.length != SumBytes.size(fragment.length())) {
        throw new IOException(
            "the sums of fragment "
                + fragment.index()
                + " have "
                + integers.length
                + " bytes, must have "
                + SumBytes.size(fragment.length())
                + ": restore an earlier checkpoint");
      }
      sums = SumBytes.read(integers, grid);
      sumsStored = true;
    }
  }

  /** Reads what {@link #restore} left where it was. */
  private void read() {
    if (unread == null) {
      return;
    }
    try {
      parameters = new float[fragment.length()];
      floats(unread.piece(piece(PARAMETERS)), parameters, "parameters");
      for (int s = 0; s < step.length; s++) {
        byte[] slot = unread.piece(piece(FIRST_SLOT + s));
        if (slot != null) {
          step[s] = new float[parameters.length];
          floats(slot, step[s], "state of the step");
          begun = true;
        }
      }
      begun |= step.length == 0;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    unread = null;
  }

  private void floats(byte[] bytes, float[] into, String what) throws IOException {
    if (into.length == 0 && bytes == null) {
      return;
    }
    if (bytes == null || bytes.length != 4 * into.length) {
      throw new IOException(
          "the "
              + what
              + " of fragment "
              + fragment.index()
              + " has "
              + (bytes == null ? 0 : bytes.length)
              + " bytes, must have "
              + 4 * into.length
              + ": restore an earlier checkpoint");
    }
    new LittleEndian().readFloats(into, 0, into.length, new DataInputDeserializer(bytes));
  }
}
