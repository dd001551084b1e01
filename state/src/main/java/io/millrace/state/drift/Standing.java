/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.state.drift;

import io.millrace.models.drift.detect.Detector;
import io.millrace.models.drift.evaluate.Outcome;
import io.millrace.models.drift.evaluate.TumblingWindow;
import io.millrace.models.piece.PieceReader;
import io.millrace.models.piece.PieceWriter;
import java.util.Arrays;

/** How well the predictions of a stream were in this window, and who made them. */
public final class Standing {
  private static final int VERSION = 1;
  private static final int MAX_EXPERTS = 1 << 20;

  private final TumblingWindow window = new TumblingWindow();
  private final Detector detector;
  private long[] chosen = new long[0];
  private long[] right = new long[0];
  private double entropy;
  boolean changed = true;

  /**
   * @param detector watches the errors, or null for none
   */
  Standing(Detector detector) {
    this.detector = detector;
  }

  /**
   * Takes in a judgement.
   *
   * @param expert with most say, or -1
   * @param newEntropy of the experts' weights
   */
  public void add(Outcome outcome, int expert, double newEntropy) {
    changed = true;
    window.add(outcome);
    if (expert < 0) {
      return;
    }
    if (expert >= chosen.length) {
      chosen = Arrays.copyOf(chosen, expert + 1);
      right = Arrays.copyOf(right, expert + 1);
    }
    chosen[expert]++;
    right[expert] += outcome.right() ? 1 : 0;
    entropy += newEntropy;
  }

  public TumblingWindow window() {
    return window;
  }

  /** The detector, or null. */
  public Detector detector() {
    return detector;
  }

  /** Judgements per expert in this window; a copy. */
  public long[] chosen() {
    return chosen.clone();
  }

  /** Right ones of them; a copy. */
  public long[] right() {
    return right.clone();
  }

  /** Mean entropy in this window, or NaN where no expert spoke. */
  public double meanEntropy() {
    long spoken = 0;
    for (long times : chosen) {
      spoken += times;
    }
    return spoken == 0 ? Double.NaN : entropy / spoken;
  }

  /** Begins the next window. */
  public void begin() {
    changed = true;
    window.begin();
    Arrays.fill(chosen, 0);
    Arrays.fill(right, 0);
    entropy = 0;
  }

  void write(PieceWriter out) {
    out.u8(VERSION);
    window.write(out);
    out.varint(chosen.length);
    for (int e = 0; e < chosen.length; e++) {
      out.varint(chosen[e]);
      out.varint(right[e]);
    }
    out.float64(entropy);
    out.flag(detector != null);
    if (detector != null) {
      detector.write(out);
    }
  }

  void read(PieceReader in) {
    in.version(VERSION);
    window.read(in);
    int experts = in.count("experts", MAX_EXPERTS);
    chosen = new long[experts];
    right = new long[experts];
    for (int e = 0; e < experts; e++) {
      chosen[e] = in.varint();
      right[e] = in.varint();
    }
    entropy = in.float64();
    if (in.flag() != (detector != null)) {
      throw in.damaged("the job's detector is switched on or off since");
    }
    if (detector != null) {
      detector.read(in);
    }
    in.end();
    changed = false;
  }

  long bytes() {
    return 800 + 16L * chosen.length + (detector == null ? 0 : detector.heapBytes());
  }
}
