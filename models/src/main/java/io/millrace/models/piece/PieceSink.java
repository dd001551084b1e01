/* Copyright Millrace contributors. SPDX-License-Identifier: Apache-2.0 */
package io.millrace.models.piece;

/** Where changed pieces go. */
public interface PieceSink {
  /**
   * Stores a piece, in place of an earlier one of that id.
   *
   * @param bytes read during the call only
   */
  void put(long id, byte[] bytes, int length);

  /** Forgets a piece; one that was never put is no error. */
  void remove(long id);

  /**
   * The part of this sink that belongs to one member of an ensemble: ids below 2^40 are placed
   * behind the member's number. Members do not nest.
   *
   * @param member 0 to 2^20 - 1
   */
  default PieceSink of(int member) {
    PieceSink all = this;
    return new PieceSink() {
      @Override
      public void put(long id, byte[] bytes, int length) {
        all.put(PieceSource.id(member, id), bytes, length);
      }

      @Override
      public void remove(long id) {
        all.remove(PieceSource.id(member, id));
      }
    };
  }
}
