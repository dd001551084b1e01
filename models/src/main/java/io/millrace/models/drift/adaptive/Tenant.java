/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.drift.adaptive;

import io.millrace.models.drift.piece.PieceSink;
import io.millrace.models.drift.piece.PieceSource;
import io.millrace.models.drift.piece.Piecewise;
import java.util.HashSet;
import java.util.Set;

/**
 * A part of a learner that can be replaced by another. It knows which of its pieces are stored, so
 * that they can be removed when it goes.
 */
final class Tenant<T extends Piecewise> {
  private final Set<Long> stored = new HashSet<>();
  private final Set<Long> gone = new HashSet<>();
  private T part;

  Tenant(T part) {
    this.part = part;
  }

  /** Null when nobody lives here. */
  T part() {
    return part;
  }

  /** Moves out whoever is here. */
  void replace(T by) {
    gone.addAll(stored);
    stored.clear();
    part = by;
  }

  void writeChanges(PieceSink sink) {
    if (part != null) {
      part.writeChanges(
          new PieceSink() {
            @Override
            public void put(long id, byte[] bytes, int length) {
              sink.put(id, bytes, length);
              stored.add(id);
              gone.remove(id);
            }

            @Override
            public void remove(long id) {
              sink.remove(id);
              stored.remove(id);
            }
          });
    }
    gone.forEach(sink::remove);
    gone.clear();
  }

  /** Restores a fresh part. */
  void restore(T fresh, PieceSource source) {
    part = fresh;
    stored.clear();
    gone.clear();
    source.forEach((id, bytes, length) -> stored.add(id));
    fresh.restore(source);
  }
}
