/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** How many samples one feature row depends on. */
final class ReceptiveField {
  private ReceptiveField() {}

  /** The largest over the given sequences and, after up-sampling, over the phases of their rows. */
  static int samples(RowTranslation rows, Collection<Integer> features) {
    int largest = 0;
    for (int feature : features) {
      Sequence sequence = rows.sequence(feature);
      int middle = sequence.length() / 2;
      for (int phase = 0; phase < phases(rows); phase++) {
        largest = Math.max(largest, samples(rows, feature, middle + phase));
      }
    }
    return largest;
  }

  private static int phases(RowTranslation rows) {
    int down = 1;
    boolean upSamples = false;
    for (RowLayer layer : rows.layers()) {
      down = Math.max(down, rows.sequence(layer.output()).rate().down());
      upSamples |=
          layer.op() instanceof RowOp.ConvolveTransposed || layer.op() instanceof RowOp.Upsample;
    }
    return upSamples ? down : 1;
  }

  private static int samples(RowTranslation rows, int feature, int row) {
    Map<Integer, Span> needed = new HashMap<>(Map.of(feature, new Span(row, row + 1)));
    for (int i = rows.layers().size() - 1; i >= 0; i--) {
      RowLayer layer = rows.layers().get(i);
      Span out = needed.getOrDefault(layer.output(), Span.EMPTY);
      if (!out.isEmpty()) {
        layer.inputs().forEach(input -> needed.merge(input, layer.op().reads(out), Span::cover));
      }
    }
    return needed.getOrDefault(rows.network().input(), Span.EMPTY).count();
  }
}
