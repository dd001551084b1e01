/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.piece;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The pieces of an ensemble, sorted by member in one pass over their source. */
public final class Members {
  private static final int ENSEMBLE = -1;
  private static final PieceSource NOTHING = consumer -> {};

  private final Map<Integer, List<Held>> pieces = new HashMap<>();

  private record Held(long id, byte[] bytes) {}

  /** Reads all pieces, and keeps copies of them. */
  public Members(PieceSource source) {
    source.forEach(
        (id, bytes, length) ->
            pieces
                .computeIfAbsent((int) (id >>> 40) - 1, member -> new ArrayList<>())
                .add(new Held(id & PieceSource.MEMBER_IDS, Arrays.copyOf(bytes, length))));
  }

  /** The pieces of the ensemble itself. */
  public PieceSource ensemble() {
    return of(ENSEMBLE);
  }

  /** The pieces of a member, as {@link PieceSink#of} placed them; none is possible. */
  public PieceSource of(int member) {
    List<Held> held = pieces.get(member);
    return held == null
        ? NOTHING
        : consumer -> held.forEach(one -> consumer.accept(one.id, one.bytes, one.bytes.length));
  }

  /** Whether a member has any pieces. */
  public boolean has(int member) {
    return pieces.containsKey(member);
  }
}
