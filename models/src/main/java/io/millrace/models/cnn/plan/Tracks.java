/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.plan;

import io.millrace.models.cnn.Mode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Works out backwards, from what the head reads, which rows every sequence must make and remember.
 *
 * <p>All rows are numbered as in the newest window. A consumer that reads rows not made in this
 * step makes its operand remember them; one that reads rows beyond the window's end makes the whole
 * stream wait for the samples that they need (the look-ahead). Branches of different delay are
 * aligned by the same rule: the faster one remembers more.
 */
final class Tracks {
  private final RowTranslation rows;
  private final Mode mode;
  private final int granule;
  private final Map<Integer, Span> reads = new HashMap<>();
  private final Map<Integer, Span> headReads = new HashMap<>();
  private final Map<Integer, Track> tracks = new LinkedHashMap<>();
  private final List<RowLayer> layers = new ArrayList<>();
  private int delay;

  private Tracks(RowTranslation rows, Mode mode, int granule) {
    this.rows = rows;
    this.mode = mode;
    this.granule = granule;
  }

  static Tracks of(RowTranslation rows, Collection<Frontier> frontiers, Mode mode, int granule) {
    Tracks tracks = new Tracks(rows, mode, granule);
    for (Frontier frontier : frontiers) {
      if (frontier instanceof Frontier.Rows r) {
        tracks.headReads.merge(r.track(), r.rows(), Span::cover);
      } else if (frontier instanceof Frontier.Segments s) {
        tracks.reads.merge(s.track(), s.rows(), Span::cover);
      }
    }
    tracks.goBack();
    return tracks;
  }

  /**
   * A value that is only another numbering of a sequence, as that sequence and the rows between the
   * numberings.
   */
  static Alias resolve(RowTranslation rows, int value) {
    int root = value;
    int shift = 0;
    boolean padded = false;
    for (int i = rows.layers().size() - 1; i >= 0; i--) {
      RowLayer layer = rows.layers().get(i);
      if (layer.output() == root && layer.op() instanceof RowOp.Shift s) {
        root = layer.inputs().get(0);
        shift += s.rows();
        padded |= s.pads();
      }
    }
    return new Alias(root, shift, padded);
  }

  /**
   * Row t of the value is row t + shift of the root.
   *
   * @param padded whether rows are put in front of the root's on the way; whoever reads the value
   *     finds them there, however far it looks
   */
  record Alias(int root, int shift, boolean padded) {}

  /** Streamed layers that something needs, in evaluation order, renumbering ones left out. */
  List<RowLayer> layers() {
    return layers;
  }

  /** The tracks, the input's first. */
  List<Track> tracks() {
    return List.copyOf(tracks.values());
  }

  Track track(int value) {
    return tracks.get(value);
  }

  /** Samples after the window's end that a prediction waits for. */
  int delay() {
    return delay;
  }

  private void goBack() {
    List<Track> backwards = new ArrayList<>();
    for (int i = rows.layers().size() - 1; i >= 0; i--) {
      RowLayer layer = rows.layers().get(i);
      Span needed = needed(layer.output());
      if (layer.isAlias() || needed.isEmpty()) {
        continue;
      }
      Sequence sequence = rows.sequence(layer.output());
      int end = mode == Mode.APPROXIMATE ? Math.min(needed.to(), sequence.length()) : needed.to();
      if (layer.op() instanceof RowOp.Recur) {
        // Every row must be visited, and continues from the one before it.
        int first = end - sequence.rate().rows(granule);
        reads.merge(layer.output(), new Span(first - 1, end), Span::cover);
        needed = needed(layer.output());
      }
      Track track = track(sequence, needed, end);
      backwards.add(track);
      layers.add(0, layer);
      for (int input : layer.inputs()) {
        Alias alias = resolve(rows, input);
        Span span = layer.op().reads(track.fresh()).shift(alias.shift());
        reads.merge(alias.root(), span, Span::cover);
      }
    }
    int input = rows.network().input();
    int window = rows.network().window();
    int end = mode == Mode.APPROXIMATE ? window : Math.max(window, needed(input).to());
    delay = end - window;
    tracks.put(input, track(rows.sequence(input), needed(input), end));
    for (int i = backwards.size() - 1; i >= 0; i--) {
      tracks.put(backwards.get(i).value(), backwards.get(i));
    }
  }

  private Span needed(int value) {
    return headReads.getOrDefault(value, Span.EMPTY).cover(reads.getOrDefault(value, Span.EMPTY));
  }

  private Track track(Sequence sequence, Span needed, int end) {
    int step = sequence.rate().rows(granule);
    Span read = reads.getOrDefault(sequence.value(), Span.EMPTY);
    Span head = headReads.getOrDefault(sequence.value(), Span.EMPTY);
    boolean input = sequence.value() == rows.network().input();
    int from = input ? end - step : Math.max(Math.min(needed.from(), end), end - step);
    Span fresh = new Span(from, end);
    boolean remembersForLayers =
        mode != Mode.APPROXIMATE && !read.isEmpty() && read.from() < end - step;
    int keepFrom = end;
    if (!head.isEmpty()) {
      keepFrom = Math.min(keepFrom, head.from());
    }
    if (remembersForLayers) {
      keepFrom = Math.min(keepFrom, read.from() + step);
    }
    return new Track(
        sequence.value(),
        sequence.width(),
        step,
        read,
        fresh,
        new Span(keepFrom, end),
        fill(sequence.value(), input));
  }

  /**
   * What a padding layer would have seen before the stream's first row; without one nobody looks
   * there. Where that matters, {@link Beginnings} has made all of them agree.
   */
  private float fill(int value, boolean input) {
    float fill = input ? 0 : Float.NaN;
    for (RowLayer layer : rows.layers()) {
      if (layer.op() instanceof RowOp.Recur && layer.output() == value) {
        return 0;
      }
      if (layer.op().pads()) {
        for (int operand : layer.inputs()) {
          Alias alias = resolve(rows, operand);
          if (alias.root() == value && !alias.padded()) {
            fill = layer.op().padding();
          }
        }
      }
    }
    return Float.isNaN(fill) && mode == Mode.APPROXIMATE ? 0 : fill;
  }
}
