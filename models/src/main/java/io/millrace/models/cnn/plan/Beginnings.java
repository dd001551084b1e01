/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

import io.millrace.models.cnn.Mode;
import java.util.ArrayList;
import java.util.List;

/**
 * What layers see before a sequence begins. A track has one value for that, and layers may ask for
 * different ones of the same rows: a convolution for zero, a maximum for minus infinity. Those that
 * disagree get a copy of the rows, which begins as they ask.
 *
 * <p>An exact plan needs none: its predictions depend on no row before the stream's first.
 */
final class Beginnings {
  private final RowTranslation rows;
  private final Tracks tracks;
  private final boolean everyHopBegins;

  /** A layer that looks before the first row of an operand, and what it is to see there. */
  private record Reader(RowLayer layer, int operand, float value) {
    boolean sees(float other) {
      return value == other || (Float.isNaN(value) && Float.isNaN(other));
    }
  }

  private Beginnings(RowTranslation rows, Tracks tracks, Mode mode) {
    this.rows = rows;
    this.tracks = tracks;
    this.everyHopBegins = mode == Mode.APPROXIMATE;
  }

  /** With one more copy, or the same when all layers agree. */
  static RowTranslation apart(RowTranslation rows, Tracks tracks, Mode mode) {
    return mode == Mode.EXACT ? rows : new Beginnings(rows, tracks, mode).apart();
  }

  private RowTranslation apart() {
    for (Track track : tracks.tracks()) {
      List<Reader> readers = readers(track);
      float own = own(track, readers);
      for (Reader reader : readers) {
        if (!reader.sees(own)) {
          return copied(reader, readers);
        }
      }
    }
    return rows;
  }

  /** What the track itself begins with: zero if anyone asks for it, as a copy may. */
  private float own(Track track, List<Reader> readers) {
    boolean recurs =
        rows.layers().stream()
            .anyMatch(l -> l.output() == track.value() && l.op() instanceof RowOp.Recur);
    return recurs || readers.isEmpty() || readers.stream().anyMatch(reader -> reader.sees(0))
        ? 0
        : readers.get(0).value();
  }

  private RowTranslation copied(Reader reader, List<Reader> readers) {
    List<RowLayer> moved =
        readers.stream()
            .filter(r -> r.operand() == reader.operand() && r.sees(reader.value()))
            .map(Reader::layer)
            .toList();
    return rows.withCopy(reader.operand(), moved);
  }

  private List<Reader> readers(Track track) {
    List<Reader> readers = new ArrayList<>();
    for (RowLayer layer : rows.layers()) {
      for (int operand : layer.inputs()) {
        Tracks.Alias alias = Tracks.resolve(rows, operand);
        if (alias.root() != track.value() || alias.padded()) {
          continue;
        }
        if (layer.op().pads()) {
          readers.add(new Reader(layer, operand, layer.op().padding()));
        } else if (looksBefore(layer, track, alias)) {
          readers.add(new Reader(layer, operand, 0));
        }
      }
    }
    return readers;
  }

  /** Whether a layer that declares no padding sees rows that were never made. */
  private boolean looksBefore(RowLayer layer, Track track, Tracks.Alias alias) {
    Track out = tracks.track(layer.output());
    if (out == null) {
      return false;
    }
    return everyHopBegins
        ? !track.fresh().contains(layer.op().reads(out.fresh()).shift(alias.shift()))
        : layer.op().reads(new Span(0, 1)).from() < 0;
  }
}
