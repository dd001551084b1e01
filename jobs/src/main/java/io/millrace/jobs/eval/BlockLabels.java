/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.jobs.eval;

import io.millrace.connectors.file.wfdb.BeatClass;
import java.util.Arrays;
import java.util.List;

/**
 * What a detector should say of each block: the class of the beat whose R peak lies in it, or that
 * there is none. Where beats share a block, V comes before S and S before N. Blocks with a fusion
 * or unclassifiable beat, and those that touch an episode of flutter, are left out, as is usual for
 * the inter-patient division of the database (see {@link BeatClass}).
 */
public final class BlockLabels {
  /** The classes in their order. */
  public static final List<String> CLASSES = List.of("none", "N", "S", "V");

  /** For blocks that do not count. */
  public static final int LEFT_OUT = -1;

  private static final int NONE = 0;

  private BlockLabels() {}

  /**
   * The true class of every window.
   *
   * @return per window an index of {@link #CLASSES}, or {@link #LEFT_OUT}
   */
  public static int[] of(EcgRecord record, WindowGrid grid) {
    int[] labels = new int[grid.windows(record.millivolts().length)];
    Arrays.fill(labels, NONE);
    for (EcgRecord.Beat beat : record.beats()) {
      int block = grid.deciding(beat.sample());
      if (block >= 0 && block < labels.length && labels[block] != LEFT_OUT) {
        int label = label(beat.type());
        labels[block] = label == LEFT_OUT ? LEFT_OUT : Math.max(labels[block], label);
      }
    }
    for (EcgRecord.Episode episode : record.flutter()) {
      int from = Math.max(grid.deciding(episode.from()), 0);
      int to = Math.min(grid.deciding(episode.to()) + 1, labels.length);
      if (from < to) {
        Arrays.fill(labels, from, to, LEFT_OUT);
      }
    }
    return labels;
  }

  private static int label(BeatClass type) {
    return switch (type) {
      case N -> 1;
      case S -> 2;
      case V -> 3;
      case F, Q -> LEFT_OUT;
    };
  }
}
