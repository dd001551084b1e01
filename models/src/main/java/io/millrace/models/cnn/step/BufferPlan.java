/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.cnn.step;

import io.millrace.models.cnn.plan.Frontier;
import io.millrace.models.cnn.plan.RowLayer;
import io.millrace.models.cnn.plan.RowOp;
import io.millrace.models.cnn.plan.Span;
import io.millrace.models.cnn.plan.StreamingPlan;
import io.millrace.models.cnn.plan.Track;
import io.millrace.models.cnn.step.RowSteps.Operand;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives every track a buffer for the duration of a step. Buffers whose last reader has run are used
 * again, so that a step's working set stays in the processor's cache.
 */
final class BufferPlan {
  private final Map<Integer, RowBuffer> buffers = new HashMap<>();
  private final Map<Integer, RowOp.Shift> shifts = new HashMap<>();
  private final Map<Integer, Integer> shiftSources = new HashMap<>();
  private final List<Integer> slotFloats = new ArrayList<>();

  BufferPlan(StreamingPlan plan, List<RowLayer> aliases) {
    for (RowLayer alias : aliases) {
      shifts.put(alias.output(), (RowOp.Shift) alias.op());
      shiftSources.put(alias.output(), alias.inputs().get(0));
    }
    Map<Integer, Integer> lastReader = lastReaders(plan);
    List<Integer> free = new ArrayList<>();
    Map<Integer, Track> tracks = new HashMap<>();
    plan.tracks().forEach(t -> tracks.put(t.value(), t));
    allocate(plan.tracks().get(0), free);
    for (int i = 0; i < plan.layers().size(); i++) {
      allocate(tracks.get(plan.layers().get(i).output()), free);
      for (Map.Entry<Integer, Integer> reader : lastReader.entrySet()) {
        if (reader.getValue() == i) {
          free.add(buffers.get(reader.getKey()).slot());
        }
      }
    }
  }

  /** The buffer of a track. */
  RowBuffer buffer(int value) {
    return buffers.get(value);
  }

  /** A layer's operand: a track under its own or another numbering. */
  Operand operand(int value) {
    int root = value;
    int shift = 0;
    boolean padded = false;
    while (shifts.containsKey(root)) {
      shift += shifts.get(root).rows();
      padded |= shifts.get(root).pads();
      root = shiftSources.get(root);
    }
    return new Operand(buffers.get(root), shift, padded);
  }

  /** Floats per sample in each slot. */
  List<Integer> slotFloats() {
    return slotFloats;
  }

  /**
   * The index of the layer that reads a track last; tracks read by segments or only by the head
   * live to the end.
   */
  private Map<Integer, Integer> lastReaders(StreamingPlan plan) {
    Map<Integer, Integer> last = new HashMap<>();
    for (int i = 0; i < plan.layers().size(); i++) {
      for (int input : plan.layers().get(i).inputs()) {
        last.put(root(input), i);
      }
      last.putIfAbsent(plan.layers().get(i).output(), i);
    }
    for (Frontier frontier : plan.frontiers()) {
      if (frontier instanceof Frontier.Segments s) {
        last.remove(s.track());
      }
    }
    return last;
  }

  /** The value whose track holds the rows of a value. */
  int root(int value) {
    int root = value;
    while (shifts.containsKey(root)) {
      root = shiftSources.get(root);
    }
    return root;
  }

  private void allocate(Track track, List<Integer> free) {
    Span rows = track.reads().isEmpty() ? track.fresh() : cover(track.reads(), track.fresh());
    int floats = rows.count() * track.width();
    int slot;
    if (free.isEmpty()) {
      slot = slotFloats.size();
      slotFloats.add(floats);
    } else {
      slot = free.remove(free.size() - 1);
      slotFloats.set(slot, Math.max(slotFloats.get(slot), floats));
    }
    buffers.put(track.value(), new RowBuffer(slot, rows, track.width()));
  }

  private static Span cover(Span a, Span b) {
    return new Span(Math.min(a.from(), b.from()), Math.max(a.to(), b.to()));
  }
}
